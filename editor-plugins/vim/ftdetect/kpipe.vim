autocmd BufNewFile,BufRead *.kpipe setfiletype kpipe
