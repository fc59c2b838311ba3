package kpipe.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One page of the documentation and its fenced code blocks. */
record Page(Path path, List<Block> blocks) {

    private static final String FENCE = "```";

    /**
     * One fenced code block.
     *
     * @param line the line of its opening fence, from 1
     * @param language the first word after the fence; empty when nothing is said
     * @param attributes the words after it: {@code name=value}, or a bare word as its own name
     * @param text its lines, each ended by a newline
     */
    record Block(int line, String language, Map<String, String> attributes, String text) {}

    static Page read(Path path) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).strip().startsWith(FENCE)) {
                continue;
            }
            int open = i;
            int indent = lines.get(open).indexOf(FENCE);
            StringBuilder text = new StringBuilder();
            for (i++; i < lines.size() && !lines.get(i).strip().equals(FENCE); i++) {
                String line = lines.get(i);
                text.append(line.substring(Math.min(indent, line.length()))).append('\n');
            }
            if (i == lines.size()) {
                throw new AssertionError(path + ":" + (open + 1) + ": the block has no end");
            }
            blocks.add(block(open + 1, lines.get(open).strip().substring(FENCE.length()), text.toString()));
        }
        return new Page(path, blocks);
    }

    private static Block block(int line, String info, String text) {
        String[] words = info.strip().split("\\s+");
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            attributes.put(
                    equals < 0 ? words[i] : words[i].substring(0, equals),
                    equals < 0 ? "" : words[i].substring(equals + 1));
        }
        return new Block(line, words[0], attributes, text);
    }
}
