" Settings for kpipe files: comments, indentation, `gf` on IMPORT, and `:make` by `kpipe check`.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=--\ %s
setlocal comments=s1:/*,mb:*,ex:*/,:--,://
setlocal shiftwidth=2 softtabstop=2 expandtab
setlocal suffixesadd=.kpipe
setlocal include=\\c^\\s*import\\s\\+'
setlocal makeprg=kpipe\ check\ %:S

let b:undo_ftplugin = "setlocal commentstring< comments< shiftwidth< softtabstop< expandtab< suffixesadd< include< makeprg<"
