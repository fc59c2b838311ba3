package kpipe.tool.importer;

/** The script of an application, which goes into the file as it is. */
final class ScriptText {

    private final String script;
    /** Whether the last word that is no comment leaves a statement open. */
    private boolean open;
    /** Whether it ends within a comment that only a line's end can end. */
    private boolean inComment;

    private ScriptText(String script) {
        this.script = script;
    }

    /** The script, and behind it what is missing for another statement to follow: a semicolon, a line's end. */
    static String closed(String script) {
        ScriptText text = new ScriptText(script.startsWith("\uFEFF") ? script.substring(1) : script);
        text.look();
        StringBuilder closed = new StringBuilder(text.script);
        if (text.open) {
            closed.append(text.inComment ? "\n;" : ";");
        }
        if (closed.charAt(closed.length() - 1) != '\n') {
            closed.append('\n');
        }
        return closed.toString();
    }

    private void look() {
        int at = 0;
        while (at < script.length()) {
            char c = script.charAt(at);
            inComment = false;
            if (script.startsWith("--", at) || script.startsWith("//", at)) {
                at = endOf("\n", at);
                inComment = !script.substring(0, at).endsWith("\n");
            } else if (script.startsWith("/*", at)) {
                at = endOf("*/", at + 2);
            } else if (c == '\'' || c == '"') {
                at = endOf(String.valueOf(c), at + 1);
                open = true;
            } else {
                open = Character.isWhitespace(c) ? open : c != ';';
                at++;
            }
        }
    }

    private int endOf(String mark, int from) {
        int at = script.indexOf(mark, from);
        return at < 0 ? script.length() : at + mark.length();
    }
}
