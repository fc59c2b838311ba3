" Writes what Vim makes of the current file to $TOKENS: one line per run of one colour, "line<TAB>start<TAB>end<TAB>group", counted from 0.
let s:out = []
for s:line in range(1, line('$'))
  let s:length = col([s:line, '$']) - 1
  let s:start = 1
  let s:group = ''
  for s:column in range(1, s:length + 1)
    let s:now = s:column > s:length ? '' : synIDattr(synID(s:line, s:column, 1), 'name')
    if s:now !=# s:group
      if s:group !=# ''
        call add(s:out, (s:line - 1) . "\t" . (s:start - 1) . "\t" . (s:column - 1) . "\t" . s:group)
      endif
      let s:start = s:column
      let s:group = s:now
    endif
  endfor
endfor
call writefile(s:out, $TOKENS)
qall!
