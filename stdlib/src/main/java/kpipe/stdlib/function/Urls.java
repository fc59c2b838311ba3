package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.INTEGER;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.data.Text;
import org.jspecify.annotations.Nullable;

/** Parts of URLs, as RFC 3986 divides them. Stateless. */
public final class Urls {

    private static final Pattern URL = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(?:(.*)@)?(\\[[^\\]]*\\]|[^:]*)(?::([0-9]{0,5}))?");
    private static final String MISSING = "; NULL if it has none.";

    private Urls() {}

    /** PARSE_URL. */
    public static final class ParseUrl extends Definition {
        public ParseUrl() {
            super(
                    Urls.class,
                    "PARSE_URL",
                    "A part of a URL as it stands there: `PROTOCOL`, `AUTHORITY`, `USERINFO`, `HOST`, `PATH`, `QUERY`, `FILE` (path and query) or `REF`; of the query also the value of one key. NULL if there is none.");
            mayBeNull(TEXT, "parse", text("url"), text("part"));
            mayBeNull(TEXT, "parse", text("url"), text("part"), text("key"));
            example("PARSE_URL('http://kpipe.io/a?k=v%201&l=2#top', 'HOST')", "kpipe.io");
            example("PARSE_URL('http://kpipe.io/a?k=v%201&l=2#top', 'QUERY')", "k=v%201&l=2");
            example("PARSE_URL('http://kpipe.io/a?k=v%201&l=2#top', 'QUERY', 'l')", "2");
        }
    }

    public static @Nullable Text parse(Text url, Text part) {
        Matcher whole = matched(url);
        String path = whole.group(3);
        String query = whole.group(4);
        return text(
                switch (part.toString().toUpperCase(Locale.ROOT)) {
                    case "PROTOCOL" -> whole.group(1);
                    case "AUTHORITY" -> whole.group(2);
                    case "USERINFO" -> authority(whole, 1);
                    case "HOST" -> authority(whole, 2);
                    case "PATH" -> path;
                    case "QUERY" -> query;
                    case "FILE" -> query == null ? path : path + "?" + query;
                    case "REF" -> whole.group(5);
                    default -> throw Failures.badArgument("a URL has no part '" + part + "'");
                });
    }

    public static @Nullable Text parse(Text url, Text part, Text key) {
        if (!part.toString().equalsIgnoreCase("QUERY")) {
            throw Failures.badArgument("only the QUERY of a URL has keys");
        }
        return text(valueOf(matched(url).group(4), key.toString(), false));
    }

    private static Matcher matched(Text url) {
        Matcher whole = URL.matcher(url.toString().strip());
        // The pattern takes any text.
        whole.matches();
        return whole;
    }

    private static @Nullable String authority(Matcher whole, int group) {
        String authority = whole.group(2);
        if (authority == null) {
            return null;
        }
        Matcher parts = AUTHORITY.matcher(authority);
        return parts.matches() ? parts.group(group) : null;
    }

    private static @Nullable Text text(@Nullable String value) {
        return value == null ? null : Strings.text(value);
    }

    private static @Nullable String valueOf(@Nullable String query, String key, boolean decoded) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int equal = pair.indexOf('=');
            String name = equal < 0 ? pair : pair.substring(0, equal);
            if ((decoded ? decoded(name) : name).equals(key)) {
                String value = equal < 0 ? "" : pair.substring(equal + 1);
                return decoded ? decoded(value) : value;
            }
        }
        return null;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failures.badArgument("'" + text + "' is not encoded as a part of a URL is");
        }
    }

    /** URL_EXTRACT_PROTOCOL. */
    public static final class UrlExtractProtocol extends Definition {
        public UrlExtractProtocol() {
            super(Urls.class, "URL_EXTRACT_PROTOCOL", "The protocol of a URL" + MISSING);
            mayBeNull(TEXT, "protocol", text("url"));
            example("URL_EXTRACT_PROTOCOL('https://kpipe.io:8443/a')", "https");
        }
    }

    public static @Nullable Text protocol(Text url) {
        return text(matched(url).group(1));
    }

    /** URL_EXTRACT_HOST. */
    public static final class UrlExtractHost extends Definition {
        public UrlExtractHost() {
            super(Urls.class, "URL_EXTRACT_HOST", "The host of a URL" + MISSING);
            mayBeNull(TEXT, "host", text("url"));
            example("URL_EXTRACT_HOST('https://me@kpipe.io:8443/a')", "kpipe.io");
            example("URL_EXTRACT_HOST('/a/b')", null);
        }
    }

    public static @Nullable Text host(Text url) {
        return text(authority(matched(url), 2));
    }

    /** URL_EXTRACT_PORT. */
    public static final class UrlExtractPort extends Definition {
        public UrlExtractPort() {
            super(Urls.class, "URL_EXTRACT_PORT", "The port of a URL" + MISSING);
            mayBeNull(INTEGER, "port", text("url"));
            example("URL_EXTRACT_PORT('https://kpipe.io:8443/a')", "8443");
            example("URL_EXTRACT_PORT('https://kpipe.io/a')", null);
        }
    }

    public static @Nullable Long port(Text url) {
        String port = authority(matched(url), 3);
        return port == null || port.isEmpty() ? null : Long.valueOf(port);
    }

    /** URL_EXTRACT_PATH. */
    public static final class UrlExtractPath extends Definition {
        public UrlExtractPath() {
            super(Urls.class, "URL_EXTRACT_PATH", "The path of a URL, which may be empty.");
            takes(TEXT, "path", text("url"));
            example("URL_EXTRACT_PATH('https://kpipe.io/a/b?c=d')", "/a/b");
        }
    }

    public static Text path(Text url) {
        return Strings.text(matched(url).group(3));
    }

    /** URL_EXTRACT_QUERY. */
    public static final class UrlExtractQuery extends Definition {
        public UrlExtractQuery() {
            super(Urls.class, "URL_EXTRACT_QUERY", "The query of a URL, without its question mark" + MISSING);
            mayBeNull(TEXT, "query", text("url"));
            example("URL_EXTRACT_QUERY('https://kpipe.io/a?c=d&e=%C3%A4#f')", "c=d&e=%C3%A4");
        }
    }

    public static @Nullable Text query(Text url) {
        return text(matched(url).group(4));
    }

    /** URL_EXTRACT_PARAMETER. */
    public static final class UrlExtractParameter extends Definition {
        public UrlExtractParameter() {
            super(
                    Urls.class,
                    "URL_EXTRACT_PARAMETER",
                    "The value of a key in the query of a URL, decoded; of several the first; NULL if the query has none.");
            mayBeNull(TEXT, "parameter", text("url"), text("key"));
            example("URL_EXTRACT_PARAMETER('https://kpipe.io/a?c=d&e=%C3%A4+b#f', 'e')", "ä b");
            example("URL_EXTRACT_PARAMETER('https://kpipe.io/a?c=d', 'e')", null);
        }
    }

    public static @Nullable Text parameter(Text url, Text key) {
        return text(valueOf(matched(url).group(4), key.toString(), true));
    }

    /** URL_EXTRACT_FRAGMENT. */
    public static final class UrlExtractFragment extends Definition {
        public UrlExtractFragment() {
            super(Urls.class, "URL_EXTRACT_FRAGMENT", "What stands behind the `#` of a URL" + MISSING);
            mayBeNull(TEXT, "fragment", text("url"));
            example("URL_EXTRACT_FRAGMENT('https://kpipe.io/a?c=d#f')", "f");
        }
    }

    public static @Nullable Text fragment(Text url) {
        return text(matched(url).group(5));
    }

    /** URL_ENCODE. */
    public static final class UrlEncode extends Definition {
        public UrlEncode() {
            super(
                    Urls.class,
                    "URL_ENCODE",
                    "A text as a key or value of a query: all but letters, digits and `.-*_` as `%` and hexadecimal digits of its UTF-8, blanks as `+`.");
            alias("URL_ENCODE_PARAM");
            takes(TEXT, "encode", text("s"));
            example("URL_ENCODE('a b&ä')", "a+b%26%C3%A4");
        }
    }

    public static Text encode(Text s) {
        return Strings.text(URLEncoder.encode(s.toString(), StandardCharsets.UTF_8));
    }

    /** URL_DECODE. */
    public static final class UrlDecode extends Definition {
        public UrlDecode() {
            super(Urls.class, "URL_DECODE", "The text that URL_ENCODE encoded so.");
            alias("URL_DECODE_PARAM");
            takes(TEXT, "decode", text("s"));
            example("URL_DECODE('a+b%26%C3%A4')", "a b&ä");
        }
    }

    public static Text decode(Text s) {
        return Strings.text(decoded(s.toString()));
    }
}
