parser grammar KpipeParser;

options { tokenVocab = KpipeLexer; }

file : SEMICOLON* EOF ;
