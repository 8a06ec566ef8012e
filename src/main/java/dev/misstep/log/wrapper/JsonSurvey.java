package dev.misstep.log.wrapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks through an excerpt for JSON records that hold what a builder prints, in whatever field. */
final class JsonSurvey implements JsonScanner.Listener {
    /** Lines of text that are looked at. */
    private static final int MAX_LOOKED_AT = 20_000;

    /** Fields that may hold text in records of different kinds. */
    private static final int MAX_TEXTS = 8;

    private static final class Counts {
        int values;
        int ended;
        boolean encoded;
    }

    private final Predicate<String> begins;
    private final Map<JsonPath, Counts> counts = new HashMap<>();
    private final Set<JsonPath> texts = new LinkedHashSet<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private int looked;
    /** Whether the record being read holds a text. */
    private boolean found;

    private Set<String> keysOfRecord = new LinkedHashSet<>();

    private JsonSurvey(Predicate<String> begins) {
        this.begins = begins;
    }

    /** What was found; {@code null} where no field begins a build, or where a builder itself prints JSON. */
    static @Nullable JsonSurvey of(Excerpt excerpt) {
        JsonSurvey survey = new JsonSurvey(excerpt.begins());
        JsonScanner scanner = new JsonScanner(JsonPath.root(), survey);
        for (String line : excerpt.lines()) {
            String record = line.startsWith(" ") || line.startsWith("\t") ? line.stripLeading() : line;
            if (record.startsWith("{\"") && excerpt.begins().test(record)) {
                return null;
            }
            if (!scanner.line(line)) {
                boolean within = !scanner.idle();
                scanner.reset();
                survey.begins();
                if (!within || !scanner.line(line)) {
                    scanner.reset();
                }
            }
        }
        return survey.texts.isEmpty() ? null : survey;
    }

    /** The keys of the records that hold text. */
    Set<String> keys() {
        return keys;
    }

    JsonFields fields() {
        Set<String> paths = new LinkedHashSet<>();
        boolean encoded = false;
        int values = 0;
        int ended = 0;
        for (JsonPath text : texts) {
            Counts count = counts(text);
            paths.add(text.toString());
            encoded |= count.encoded;
            values += count.values;
            ended += count.ended;
        }
        return new JsonFields(paths, encoded, ended * 3 >= values);
    }

    @Override
    public int of(JsonPath path) {
        return JsonFields.TEXT;
    }

    @Override
    public void begins() {
        found = false;
        keysOfRecord = new LinkedHashSet<>();
    }

    @Override
    public void ends() {
        if (found) {
            keys.addAll(keysOfRecord);
        }
    }

    @Override
    public void value(JsonPath path, String value) {
        if (keysOfRecord.size() < 100) {
            keysOfRecord.add(path.toString());
        }
        Counts count = counts(path);
        boolean known = texts.contains(path);
        String text = known && count.encoded ? decoded(value) : value;
        boolean ofStatus = keysOfRecord.contains("vertex"); // {"vertex":"sha256:…","data":"…"}: what a step prints
        if (!known && !found && !ofStatus && texts.size() < MAX_TEXTS) {
            if (beginsBuild(text)) {
                texts.add(path);
                known = true;
            } else if (value.length() >= 4 && value.length() % 4 == 0 && beginsBuild(decoded(value))) {
                texts.add(path);
                known = true;
                count.encoded = true;
                text = decoded(value);
            }
        }
        found |= known;
        count.values += text.isEmpty() ? 0 : 1;
        count.ended += text.endsWith("\n") ? 1 : 0;
    }

    private Counts counts(JsonPath path) {
        return counts.computeIfAbsent(path, unseen -> new Counts());
    }

    private boolean beginsBuild(String text) {
        int from = 0;
        while (from < text.length() && looked++ < MAX_LOOKED_AT) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            String line = Ansi.strip(text.substring(from, end).stripTrailing());
            if (begins.test(line) || BuildText.beginning(line) > 0) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
