package dev.misstep.dockerfile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times and the count that a HEALTHCHECK takes (instructions/parse.go, parseHealthcheck). */
final class HealthFlags {
    private static final List<String> TIMES = List.of("interval", "timeout", "start-period", "start-interval");
    // "1h30m", "-1.5s", ".5ms"
    private static final Pattern DURATION = Pattern.compile("([-+]?)((?:(?:\\d+\\.?\\d*|\\.\\d+)[^.\\d]*)+)");
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^.\\d]*)");
    private static final Map<String, String> MILLISECONDS = Map.of(
            "ns", "0.000001",
            "us", "0.001",
            "\u00b5s", "0.001",
            "\u03bcs", "0.001",
            "ms", "1",
            "s", "1000",
            "m", "60000",
            "h", "3600000");

    private HealthFlags() {}

    /**
     * Checks the flags of one instruction.
     *
     * @throws IllegalArgumentException with the builder's words
     */
    static void check(Instruction healthcheck) {
        for (String name : TIMES) {
            String value = healthcheck.flag(name).orElse("");
            BigDecimal time = value.isEmpty() ? BigDecimal.ZERO : milliseconds(value);
            if (time.signum() != 0 && time.compareTo(BigDecimal.ONE) < 0) {
                throw new IllegalArgumentException("Interval " + Quoted.of(name) + " cannot be less than 1ms");
            }
        }
        String retries = healthcheck.flag("retries").orElse("");
        if (!retries.isEmpty()) {
            checkCount(retries);
        }
    }

    private static BigDecimal milliseconds(String text) {
        Matcher whole = DURATION.matcher(text);
        if (text.matches("[-+]?0")) {
            return BigDecimal.ZERO;
        }
        if (!whole.matches()) {
            throw new IllegalArgumentException("time: invalid duration " + Quoted.of(text));
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = PART.matcher(whole.group(2));
        while (part.find()) {
            String unit = part.group(2);
            String factor = MILLISECONDS.get(unit);
            if (factor == null) {
                String what = unit.isEmpty() ? "missing unit" : "unknown unit " + Quoted.of(unit);
                throw new IllegalArgumentException("time: " + what + " in duration " + Quoted.of(text));
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(new BigDecimal(factor)));
        }
        return whole.group(1).equals("-") ? sum.negate() : sum;
    }

    private static void checkCount(String text) {
        String problem = "strconv.ParseInt: parsing " + Quoted.of(text) + ": ";
        if (!text.matches("[-+]?[0-9]+")) {
            throw new IllegalArgumentException(problem + "invalid syntax");
        }
        BigDecimal count = new BigDecimal(text);
        if (count.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                || count.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) < 0) {
            throw new IllegalArgumentException(problem + "value out of range");
        }
        if (count.signum() < 0) {
            throw new IllegalArgumentException("--retries cannot be negative (" + count + ")");
        }
    }
}
