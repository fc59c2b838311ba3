package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;

/** The time that a query sets for a row: what its ROWTIME and its watermark are read from, which is seen in all methods. */
record Stamp(CodeBlock rowtime, CodeBlock watermark) {}
