lexer grammar KpipeLexer;

SEMICOLON : ';' ;
WHITESPACE : [ \t\r\n]+ -> channel(HIDDEN) ;
OTHER : . ;
