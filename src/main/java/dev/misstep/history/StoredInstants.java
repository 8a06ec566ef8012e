package dev.misstep.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants in columns: RFC 3339 in UTC with six decimals, so that they sort as texts. */
final class StoredInstants {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private StoredInstants() {}

    static String text(Instant instant) {
        return FORM.format(instant);
    }

    static Instant instant(String text) {
        return Instant.parse(text);
    }
}
