package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Tags of streams and consumers. Thread-safe. */
final class Tags {

    private static final String TAG = "tag/";
    private static final int MOST = 50;
    private static final int DEFAULT_PAGE = 50;
    /** What the first check of characters refuses. */
    private static final Pattern STRANGE = Pattern.compile("[^\\u00C0-\\u1FFF\\u2C00-\\uD7FF\\w./\\-=+_ @%:]");

    private final Core core;
    private final Resources resources;

    Tags(Core core, Resources resources) {
        this.core = core;
        this.resources = resources;
    }

    void register(Map<String, Operation> operations) {
        operations.put("AddTagsToStream", Operation.told(this::addToStream));
        operations.put("RemoveTagsFromStream", Operation.told(this::removeFromStream));
        operations.put("ListTagsForStream", Operation.asked(this::listOfStream));
        operations.put("TagResource", Operation.told(this::tag));
        operations.put("UntagResource", Operation.told(this::untag));
        operations.put("ListTagsForResource", Operation.asked(this::list));
    }

    /** Where a description keeps the tags of its stream. */
    static String ofStream() {
        return TAG;
    }

    /** Where a description keeps the tags of a consumer. */
    static String ofConsumer(String consumer) {
        return Consumer.prefix(consumer) + TAG;
    }

    /**
     * The description with more tags.
     *
     * @throws kpipe.endpoint.wire.AwsError if they hold what tags cannot hold, or are too many
     */
    static Description added(
            Description description, String prefix, Map<String, String> tags, String stream, String account) {
        List<String> texts = new ArrayList<>(tags.keySet());
        texts.addAll(tags.values());
        checkCharacters(texts, "add tags to", stream, account);
        Description changed = description;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            changed = changed.with(prefix + tag.getKey(), tag.getValue());
        }
        if (changed.under(prefix).size() > MOST) {
            throw Refusal.invalidArgument("Failed to add tags to stream " + stream + " under account " + account
                    + " because a given stream cannot have more than 10 tags associated with it.");
        }
        return changed;
    }

    private static Description removed(
            Description description, String prefix, List<String> keys, String stream, String account) {
        checkCharacters(keys, "remove tags from", stream, account);
        Description changed = description;
        for (String key : keys) {
            changed = changed.without(prefix + key);
        }
        return changed;
    }

    private static void checkCharacters(Collection<String> texts, String what, String stream, String account) {
        if (texts.stream().anyMatch(text -> STRANGE.matcher(text).find())) {
            throw Refusal.invalidArgument("Some tags contain invalid characters. Valid characters: "
                    + "Unicode letters, digits, white space, _ . / = + - % @.");
        }
        if (texts.stream().anyMatch(text -> text.indexOf('%') >= 0)) {
            throw Refusal.invalidArgument("Failed to " + what + " stream " + stream + " under account " + account
                    + " because some tags contained illegal characters. The allowed characters are "
                    + "Unicode letters, white-spaces, '_',',','/','=','+','-','@'.");
        }
    }

    private void addToStream(Request request) throws IOException {
        Target target = core.streams().target(request);
        Map<String, String> tags = request.textsByName("Tags");
        target.stream().describe(description -> added(description, TAG, tags, target.name(), target.account()));
    }

    private void removeFromStream(Request request) throws IOException {
        Target target = core.streams().target(request);
        List<String> keys = request.texts("TagKeys");
        target.stream().describe(description -> removed(description, TAG, keys, target.name(), target.account()));
    }

    private Map<String, ?> listOfStream(Request request) throws IOException {
        Target target = core.streams().target(request);
        String after = request.text("ExclusiveStartTagKey");
        long most = request.number("Limit", DEFAULT_PAGE);
        List<Map<String, ?>> page = new ArrayList<>();
        boolean more = false;
        for (Map<String, ?> tag : shown(target.stream().description().under(TAG))) {
            if (after == null || String.valueOf(tag.get("Key")).compareTo(after) > 0) {
                more = page.size() >= most;
                if (more) {
                    break;
                }
                page.add(tag);
            }
        }
        return Members.of("Tags", page, "HasMoreTags", more);
    }

    private static List<Map<String, ?>> shown(SortedMap<String, String> tags) {
        List<Map<String, ?>> shown = new ArrayList<>();
        tags.forEach((key, value) -> {
            Map<String, Object> tag = new LinkedHashMap<>();
            tag.put("Key", key);
            tag.put("Value", value);
            shown.add(tag);
        });
        return shown;
    }

    private void tag(Request request) throws IOException {
        Map<String, String> tags = request.textsByName("Tags");
        change(
                request,
                (prefix, target) -> description -> added(description, prefix, tags, target.name(), target.account()));
    }

    private void untag(Request request) throws IOException {
        List<String> keys = request.texts("TagKeys");
        change(
                request,
                (prefix, target) -> description -> removed(description, prefix, keys, target.name(), target.account()));
    }

    private interface Change {
        UnaryOperator<Description> of(String prefix, Target target);
    }

    private void change(Request request, Change change) throws IOException {
        Resources.Resource resource = resources.find(request);
        Target target = resource.target();
        target.stream().describe(change.of(resource.prefix() + TAG, target));
    }

    private Map<String, ?> list(Request request) throws IOException {
        Resources.Resource resource = resources.find(request);
        return Members.of("Tags", shown(resource.target().stream().description().under(resource.prefix() + TAG)));
    }
}
