package kpipe.stdlib.format.regex;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.spi.RecordShape;
import kpipe.stdlib.format.LineDecoder;
import kpipe.stdlib.format.TextColumn;
import org.jspecify.annotations.Nullable;

/** Matches each line and reads a column from each group. */
final class RegexDecoder extends LineDecoder {

    private static final String NO_MATCH = "NO_MATCH";

    private final TextColumn[] columns;
    private final Matcher matcher;
    private final @Nullable String nullText;

    RegexDecoder(RecordShape shape) {
        super(shape.maxRecordBytes(), true);
        columns = TextColumn.of(shape);
        String pattern = shape.options().string("pattern");
        nullText = shape.options().string("null");
        matcher = Pattern.compile(pattern == null ? "" : pattern).matcher("");
    }

    @Override
    protected boolean row(byte[] bytes, int start, int end, RowBatch into, int row) {
        boolean ascii = isAscii(bytes, start, end);
        String line =
                new String(bytes, start, end - start, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        if (!matches(line)) {
            throw new RowException(NO_MATCH, "the line does not match the pattern");
        }
        for (int i = 0; i < columns.length; i++) {
            int from = matcher.start(i + 1);
            int to = matcher.end(i + 1);
            if (from < 0 || nullText != null && nullText.length() == to - from && line.startsWith(nullText, from)) {
                columns[i].readNull(into, row);
            } else if (ascii) {
                columns[i].read(bytes, start + from, start + to, into, row);
            } else {
                byte[] group = line.substring(from, to).getBytes(StandardCharsets.UTF_8);
                columns[i].read(group, 0, group.length, into, row);
            }
        }
        return true;
    }

    private boolean matches(String line) {
        try {
            return matcher.reset(line).matches();
        } catch (StackOverflowError e) {
            throw new RowException(NO_MATCH, "the pattern needs more memory on this line than there is");
        }
    }

    private static boolean isAscii(byte[] bytes, int start, int end) {
        int all = 0;
        for (int i = start; i < end; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }
}
