package dev.misstep.explain;

import static java.util.stream.Collectors.joining;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on which a command fails: {@code hit-rate<80%}, {@code time-hit-rate<50%}, {@code cost>30s},
 * {@code regression>20%}, {@code root-misses>0} or {@code miss:NAME}.
 */
public sealed interface Gate {
    /** So many characters of a step's name tell which it is. */
    int LONGEST_NAME = 100;

    /** As the user wrote it. */
    String text();

    /** What it says of the builds that count, all in one. */
    GateVerdict judge(List<JudgedBuild> builds);

    /** Reads an expression. */
    static Gate parse(String expression) throws GateSyntaxException {
        String text = expression.strip();
        if (text.startsWith("miss:")) {
            String name = text.substring("miss:".length()).strip();
            if (name.isEmpty()) {
                throw new GateSyntaxException("needs a stage or a part of a step's name, such as miss:npm ci");
            }
            return new Miss(text, name);
        }
        Matcher matcher = Limit.FORM.matcher(text);
        if (!matcher.matches()) {
            throw new GateSyntaxException("is no gate; write "
                    + Arrays.stream(GateMeasure.values())
                            .map(GateMeasure::example)
                            .collect(joining(", "))
                    + " or miss:NAME");
        }
        GateMeasure measure = Arrays.stream(GateMeasure.values())
                .filter(each -> each.label().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new GateSyntaxException("measures nothing that is known; write "
                        + Arrays.stream(GateMeasure.values())
                                .map(GateMeasure::example)
                                .collect(joining(", "))
                        + " or miss:NAME"));
        if (matcher.group(2).charAt(0) != measure.side()) {
            throw new GateSyntaxException("is true where all is well; write " + measure.example());
        }
        double limit = measure.limit(matcher.group(3));
        if (Double.isNaN(limit)) {
            throw new GateSyntaxException("has no " + measure.unit() + "; write " + measure.example());
        }
        return new Limit(text, measure, limit, matcher.group(2).length() > 1);
    }

    /**
     * No number beyond this.
     *
     * @param limit a part of 1, seconds or a count
     * @param inclusive whether the limit itself is beyond it, too
     */
    record Limit(String text, GateMeasure measure, double limit, boolean inclusive) implements Gate {
        private static final Pattern FORM = Pattern.compile("([a-z-]+)\\s*([<>]=?)\\s*(\\S+)");

        @Override
        public GateVerdict judge(List<JudgedBuild> builds) {
            List<String> beyond = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            List<String> within = new ArrayList<>();
            for (JudgedBuild build : builds) {
                GateMeasure.Measured measured = measure.of(build);
                boolean refused = measured.value() != null && isBeyond(measured.value());
                // a part of the costs may be enough to refuse a build, and is never enough to let it pass
                (refused ? beyond : measured.value() == null || measured.atLeast() ? unknown : within)
                        .add(measured.fact());
            }
            return verdict(text, beyond, unknown, within);
        }

        private boolean isBeyond(double value) {
            double over = measure.side() == '<' ? limit - value : value - limit;
            // 12 seconds are not more than 20 % over 10, though binary fractions may say so
            return inclusive ? over >= -1e-9 : over > 1e-9;
        }
    }

    /**
     * No step of a stage, or of this name, ran.
     *
     * @param name a stage, in whatever case; where a build has none of this name, a part of the names of steps
     */
    record Miss(String text, String name) implements Gate {
        private static final int NAMED = 3;

        @Override
        public GateVerdict judge(List<JudgedBuild> builds) {
            List<String> beyond = new ArrayList<>();
            List<String> within = new ArrayList<>();
            for (JudgedBuild each : builds) {
                List<Vertex> meant = meant(each.build());
                List<Vertex> ran =
                        meant.stream().filter(step -> step.status().isMiss()).toList();
                if (!ran.isEmpty()) {
                    beyond.add("build " + each.build().id() + " ran " + named(ran, NAMED));
                } else if (!meant.isEmpty()) {
                    within.add("build " + each.build().id() + " did not run " + named(meant, NAMED));
                }
            }
            List<String> unknown = beyond.isEmpty() && within.isEmpty()
                    ? List.of("no step or stage is called that, so that it cannot miss")
                    : List.of();
            return verdict(text, beyond, unknown, within);
        }

        private List<Vertex> meant(Build build) {
            List<Vertex> ofStage = build.steps().stream()
                    .filter(step -> name.equalsIgnoreCase(step.name().stage()))
                    .toList();
            return ofStage.isEmpty()
                    ? build.steps().stream()
                            .filter(step -> step.name().text().contains(name))
                            .toList()
                    : ofStage;
        }
    }

    /** The names of the first of some steps. */
    static String named(List<Vertex> steps, int most) {
        String first =
                steps.stream().limit(most).map(step -> cut(step.name().text())).collect(joining(", "));
        return steps.size() > most ? first + " and " + (steps.size() - most) + " more" : first;
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }

    private static GateVerdict verdict(String text, List<String> beyond, List<String> unknown, List<String> within) {
        if (!beyond.isEmpty()) {
            return new GateVerdict(text, GateVerdict.Answer.NO, reasons(beyond));
        }
        return unknown.isEmpty()
                ? new GateVerdict(text, GateVerdict.Answer.YES, reasons(within))
                : new GateVerdict(text, GateVerdict.Answer.UNKNOWN, reasons(unknown));
    }

    private static String reasons(List<String> all) {
        int most = 5;
        String first = all.stream().limit(most).collect(joining("; "));
        return all.size() > most ? first + "; and " + (all.size() - most) + " more builds" : first;
    }
}
