package dev.misstep.explain;

import static java.util.stream.Collectors.toMap;

import dev.misstep.build.Outcome;
import dev.misstep.build.Vertex;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The numbers that a gate can hold against a limit. */
enum GateMeasure {
    /** Hits among the steps that were decided. */
    HIT_RATE('<', Unit.PERCENT, "80%") {
        @Override
        Measured of(JudgedBuild build) {
            Summary summary = build.analysed().summary();
            int hits = summary.cached() + summary.pulled();
            int decided = hits + summary.executed() + summary.failed();
            Double rate = summary.hitRate();
            return rate == null
                    ? Measured.unknown(build, "decided no step")
                    : Measured.known(
                            build, rate, "has " + percent(rate) + " (" + hits + " of " + count(decided, "step") + ")");
        }
    },

    /** Seconds saved among those that the build would have taken without a cache. */
    TIME_HIT_RATE('<', Unit.PERCENT, "50%") {
        @Override
        Measured of(JudgedBuild build) {
            Summary summary = build.analysed().summary();
            Double rate = summary.timeHitRate();
            Double saved = summary.savedSeconds();
            Double executed = summary.executedSeconds();
            return rate == null || saved == null || executed == null
                    ? Measured.unknown(build, "has no time hit rate, as what its steps take is not known")
                    : Measured.known(
                            build,
                            rate,
                            "has " + percent(rate) + " (" + seconds(saved) + " of " + seconds(saved + executed)
                                    + " saved)");
        }
    },

    /** What the root misses of the build cost together, which is no more than what it took. */
    COST('>', Unit.SECONDS, "30s") {
        @Override
        Measured of(JudgedBuild build) {
            List<Miss> roots = roots(build);
            double sum = 0;
            int unknown = 0;
            for (Miss root : roots) {
                Double cost = root.costSeconds();
                sum += cost == null ? 0 : cost;
                unknown += cost == null ? 1 : 0;
            }
            Double wall = build.build().seconds();
            double lost = wall == null ? sum : Math.min(sum, wall);
            String fact = "lost " + seconds(lost) + " to " + misses(roots.size() - unknown);
            if (unknown == 0) {
                return Measured.known(build, lost, fact);
            }
            String not = count(unknown, "root miss") + " of unknown cost";
            return new Measured(lost, true, called(build) + fact + ", and has " + not);
        }
    },

    /** What the build took beyond the one it is compared with, as a part of what that took. */
    REGRESSION('>', Unit.PERCENT, "20%") {
        @Override
        Measured of(JudgedBuild build) {
            JudgedBuild.Reference reference = build.reference();
            Double seconds = build.seconds();
            if (build.build().outcome() != Outcome.SUCCEEDED) {
                return Measured.unknown(build, "did not succeed, so that its time says nothing");
            }
            if (build.isCold()) {
                return Measured.unknown(build, "had no cache, so that its time says nothing");
            }
            if (seconds == null) {
                return Measured.unknown(build, "has no time");
            }
            if (reference == null || !(reference.seconds() > 0)) {
                return Measured.unknown(build, "has no build with a time, a cache and success to be compared with");
            }
            double more = seconds / reference.seconds() - 1;
            String fact = "took " + seconds(seconds) + ", " + percent(Math.abs(more)) + (more < 0 ? " less" : " more")
                    + " than " + reference.name() + " (" + seconds(reference.seconds()) + ")";
            return reference.chance()
                    ? Measured.unknown(build, fact + ", which may be chance")
                    : Measured.known(build, more, fact);
        }
    },

    /** Steps that ran although nothing they build on did. */
    ROOT_MISSES('>', Unit.COUNT, "0") {
        @Override
        Measured of(JudgedBuild build) {
            Map<String, Vertex> steps =
                    build.build().steps().stream().collect(toMap(Vertex::id, step -> step, (first, second) -> first));
            List<Vertex> roots = roots(build).stream()
                    .map(root -> steps.get(root.vertex()))
                    .filter(Objects::nonNull)
                    .toList();
            return Measured.known(
                    build,
                    roots.size(),
                    "has " + misses(roots.size()) + (roots.isEmpty() ? "" : ": " + Gate.named(roots, NAMED)));
        }
    };

    private static final int NAMED = 3;

    private final char side;
    private final Unit unit;
    private final String example;

    GateMeasure(char side, Unit unit, String example) {
        this.side = side;
        this.unit = unit;
        this.example = example;
    }

    /**
     * A number of a build.
     *
     * @param value {@code null} where it is not known
     * @param atLeast whether it may be more
     * @param fact the number in words, or why there is none
     */
    record Measured(@Nullable Double value, boolean atLeast, String fact) {
        static Measured known(JudgedBuild build, double value, String fact) {
            return new Measured(value, false, called(build) + fact);
        }

        static Measured unknown(JudgedBuild build, String why) {
            return new Measured(null, false, called(build) + why);
        }
    }

    /** What the number is of a build. */
    abstract Measured of(JudgedBuild build);

    /** Its name in an expression: {@code time-hit-rate}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** On which side of the limit a build is refused: {@code <} or {@code >}. */
    char side() {
        return side;
    }

    /** What a limit is, for a sentence. */
    String unit() {
        return unit.words;
    }

    String example() {
        return label() + side + example;
    }

    /** Reads a limit; not a number where it is none. */
    double limit(String text) {
        return unit.read(text);
    }

    private enum Unit {
        PERCENT("percentage") {
            @Override
            double read(String text) {
                return text.matches("\\d{1,6}(\\.\\d{1,6})?%")
                        ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                        : Double.NaN;
            }
        },
        SECONDS("duration such as 500ms, 30s or 2m") {
            @Override
            double read(String text) {
                return text.matches("(" + SPAN.pattern() + "){1,4}")
                        ? SPAN.matcher(text)
                                .results()
                                .mapToDouble(part -> Double.parseDouble(part.group(1)) * size(part.group(2)))
                                .sum()
                        : Double.NaN;
            }
        },
        COUNT("number") {
            @Override
            double read(String text) {
                return text.matches("\\d{1,9}") ? Double.parseDouble(text) : Double.NaN;
            }
        };

        private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)");

        private final String words;

        Unit(String words) {
            this.words = words;
        }

        abstract double read(String text);

        private static double size(String unit) {
            return switch (unit) {
                case "ms" -> 0.001;
                case "s" -> 1;
                case "m" -> 60;
                default -> 3600;
            };
        }
    }

    private static List<Miss> roots(JudgedBuild build) {
        return build.misses().stream().filter(miss -> miss.role() == Role.ROOT).toList();
    }

    private static String called(JudgedBuild build) {
        return "build " + build.build().id() + " ";
    }

    private static String misses(int count) {
        return count == 1 ? "1 root miss" : count + " root misses";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : what.endsWith("s") ? "es" : "s");
    }

    private static String percent(double part) {
        return decimal(part * 100, 1) + "%";
    }

    private static String seconds(double seconds) {
        return decimal(seconds, seconds < 10 ? 2 : 1) + "s";
    }

    /** No more decimals than say something. */
    private static String decimal(double value, int most) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(most, RoundingMode.HALF_UP).stripTrailingZeros();
        return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
    }
}
