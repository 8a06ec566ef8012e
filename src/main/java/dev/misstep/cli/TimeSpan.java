package dev.misstep.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How users write how far back: {@code 90d}, {@code 12w}, {@code 36h}, or a day such as {@code 2026-01-31}. */
final class TimeSpan {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([hdwy])");

    private TimeSpan() {}

    /** When that was, seen from some instant; empty where it is neither. */
    static Optional<Instant> since(String text, Instant now) {
        Matcher span = SPAN.matcher(text);
        try {
            if (span.matches()) {
                long number = Long.parseLong(span.group(1));
                Duration unit = switch (span.group(2)) {
                    case "h" -> Duration.ofHours(1);
                    case "d" -> Duration.ofDays(1);
                    case "w" -> Duration.ofDays(7);
                    default -> Duration.ofDays(365);
                };
                return Optional.of(now.minus(unit.multipliedBy(number)));
            }
            return Optional.of(
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
