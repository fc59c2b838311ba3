" Vim syntax file
" Language:    kpipe
" Filenames:   *.kpipe
" The keyword lists are held against the grammar of the language by a test.

if exists("b:current_syntax")
  finish
endif

let s:keep_cpo = &cpo
set cpo&vim

syn case ignore

syn keyword kpipeStatement alarm alter create destination function grant import parameter pump replace stream
syn keyword kpipeStatement table test transform view window

syn keyword kpipeClause after all at backup batch because buffer by called command compression contains
syn keyword kpipeClause cumulating data delivery demand description deterministic encrypted errors event every
syn keyword kpipeClause exactly expect expedited failed for format from gap given handler hopping idle input
syn keyword kpipeClause insert into key lambda language lateness local metadata modifies nothing notify offset
syn keyword kpipeClause on once options partition path pattern periods reads records refresh restart retention
syn keyword kpipeClause retry return returns runtime session shard shards sliding specific sql stagger start
syn keyword kpipeClause started state stop stopped timeout to ttl tumbling unbounded was windowed with within
syn keyword kpipeClause without zone

syn keyword kpipeSql absent and any as asc asof asymmetric between both case cast ceil ceiling conditional
syn keyword kpipeSql cross cube current cursor default define desc descriptor distinct else empty end equals
syn keyword kpipeSql error escape except exists extract fetch filter final first floor following full group
syn keyword kpipeSql grouping groups having ignore immediately in inner intersect is join json_exists
syn keyword kpipeSql json_array json_object json_query json_value lags last lateral leading leads least left like limit
syn keyword kpipeSql match match_condition match_recognize measures monotonic natural next no not nth_value
syn keyword kpipeSql nulls object of one only or order ordinality outer over overlaps overlay past per period
syn keyword kpipeSql permute placing position precedes preceding range recursive respect returning right rollup
syn keyword kpipeSql row rows running select sets similar skip some step strictly subset substring succeeds
syn keyword kpipeSql symmetric system_time then trailing trim try_cast uescape unconditional union unnest using
syn keyword kpipeSql value values when where wrapper

syn keyword kpipeType array bigint binary boolean char character date dec decimal double float int integer
syn keyword kpipeType interval map numeric precision real smallint time timestamp tinyint varbinary varchar
syn keyword kpipeType varying

syn keyword kpipeConstant approximate_arrival_time current_date current_row_timestamp current_time
syn keyword kpipeConstant current_timestamp false localtime localtimestamp null partition_key rowtime
syn keyword kpipeConstant sequence_number shard_id true unknown window_end window_start

syn keyword kpipeUnit century day days decade dow doy epoch hour hours isodow isoyear microsecond millennium
syn keyword kpipeUnit millisecond milliseconds minute minutes month months quarter second seconds week weeks
syn keyword kpipeUnit year years

syn match kpipeFunction "\<\h\w*\ze\s*("
syn match kpipeNumber "\<\d\+\(\.\d*\)\=\([eE][+-]\=\d\+\)\=\>"
syn match kpipeNumber "\.\d\+\([eE][+-]\=\d\+\)\=\>"
syn match kpipeUnit "\%(\d\s*\)\@<=\%(b\|kb\|mb\|gb\)\>"
syn match kpipeOperator "||\|<>\|!=\|<=\|>=\|[-+*%=<>]\|/\%([/*]\)\@!"

" The name that a statement declares.
syn match kpipeName "\%(\<\%(stream\|table\|view\|window\|pump\|function\|transform\|destination\|alarm\|parameter\|into\)\s\+\)\@<=\h\w*"

syn match kpipeQuotedName +"\%([^"]\|""\)*"+
" A match, not a region: with two quotes for one, a region would take the empty string for its own beginning.
syn match kpipeString +\%(\<u&\|\<x\)\='\%(\_[^']\|''\)*'+ contains=kpipeEscape,kpipeParameter,kpipePlaceholder
syn match kpipeEscape "[^']\@1<=''\%([^']\|$\)\@=" contained
syn match kpipeParameter "\${\h\w*\%(:-[^}']*\)\=}" contained
syn match kpipePlaceholder "!{[^}']*}" contained

syn match kpipeComment "--.*$" contains=kpipeTodo,@Spell
syn match kpipeComment "//.*$" contains=kpipeTodo,@Spell
syn region kpipeComment start="/\*" end="\*/" contains=kpipeTodo,@Spell
syn region kpipeDocumentation start="/\*\*/\@!" end="\*/" contains=@Spell
syn keyword kpipeTodo contained todo fixme

" Inline Java between $$ or $tag$.
syn include @kpipeJava syntax/java.vim
unlet! b:current_syntax
syn case ignore
syn region kpipeBody matchgroup=kpipeBodyMark start="\$\z(\h\w*\)\=\$" end="\$\z1\$" contains=@kpipeJava keepend

" After an inline body, start again from its opening mark.
syn sync match kpipeSync grouphere NONE "^\s*\c\%(create\|stream\|table\|view\|window\|pump\|function\|transform\|destination\|test\)\>"
syn sync minlines=200

hi def link kpipeStatement Statement
hi def link kpipeClause Keyword
hi def link kpipeSql Keyword
hi def link kpipeType Type
hi def link kpipeConstant Constant
hi def link kpipeUnit Special
hi def link kpipeFunction Function
hi def link kpipeNumber Number
hi def link kpipeOperator Operator
hi def link kpipeName Identifier
hi def link kpipeQuotedName Identifier
hi def link kpipeString String
hi def link kpipeEscape SpecialChar
hi def link kpipeParameter Macro
hi def link kpipePlaceholder Macro
hi def link kpipeComment Comment
hi def link kpipeDocumentation SpecialComment
hi def link kpipeTodo Todo
hi def link kpipeBodyMark Delimiter

let b:current_syntax = "kpipe"

let &cpo = s:keep_cpo
unlet s:keep_cpo
