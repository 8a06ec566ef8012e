package dev.misstep.log.wrapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was taken from one JSON record so far. */
final class JsonRecord {
    private static final int LONGEST_WRITER = 200;

    final List<String> texts = new ArrayList<>();
    int chars;

    @Nullable
    Instant stamp;
    /** Which of its containers wrote it, all that is told of it; empty where nothing is. */
    String writer = "";

    String stream = "";
    /** Whether it says that its line goes on in the next one. */
    boolean partial;

    private final WallClock clock;
    private int stampUse = Integer.MAX_VALUE;

    /** @param around the record that it is within, which may tell who wrote it; {@code null} where it is in none */
    JsonRecord(WallClock clock, @Nullable JsonRecord around) {
        this.clock = clock;
        if (around != null) {
            writer = around.writer;
            stream = around.stream;
        }
    }

    void take(JsonPath path, String value) {
        switch (path.use) {
            case JsonFields.TEXT -> {
                texts.add(value);
                chars += value.length() + 1;
            }
            case JsonFields.STREAM -> stream = value.length() > LONGEST_WRITER ? "" : value;
            case JsonFields.WRITER -> {
                if (!value.isEmpty() && writer.length() + value.length() < LONGEST_WRITER) {
                    writer = writer.isEmpty() ? value : writer + " " + value;
                }
            }
            case JsonFields.PARTIAL -> {
                boolean last = path.key.equals("partial_last");
                partial = last ? partial && !value.equals("true") : value.equals("P") || value.equals("true");
            }
            default -> time(path.use, value);
        }
    }

    private void time(int use, String value) {
        if (use < stampUse) {
            Instant parsed = FieldTime.parse(value, clock);
            if (parsed != null) {
                stamp = parsed;
                stampUse = use;
            }
        }
    }
}
