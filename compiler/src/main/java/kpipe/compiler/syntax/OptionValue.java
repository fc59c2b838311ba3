package kpipe.compiler.syntax;

/** What an option may be set to: an expression, a duration such as {@code 5 SECONDS} or a size such as {@code 1 MB}. */
public sealed interface OptionValue extends Node permits Expr, Duration, Size {}
