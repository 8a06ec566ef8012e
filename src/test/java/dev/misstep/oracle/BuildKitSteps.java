package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The steps that BuildKit has come to; equal ones are one. */
final class BuildKitSteps {
    private final State state;
    private final Map<String, Step> steps = new LinkedHashMap<>();

    BuildKitSteps(State state) {
        this.state = state;
    }

    List<Step> all() {
        return List.copyOf(steps.values());
    }

    /**
     * Adds a step and goes on from it.
     *
     * @param own what its key is made of, but for what it stands on
     * @param selectors where in what its contents lie: no part of the key
     */
    Step advance(
            Stage stage,
            BuildKitEnd at,
            Line line,
            String word,
            String raw,
            String expanded,
            Step.Made made,
            List<Step> sources,
            List<String> own,
            List<String> selectors,
            boolean linked) {
        at.index++;
        String text = line.render(state);
        Step step = add(new Step(
                lines(line),
                places(stage, at.index, word),
                word,
                text,
                raw,
                expanded,
                Digest.of(word, own, selectors, linked ? "scratch" : at.definition),
                Digest.of(word, own, linked ? "scratch" : at.key),
                apart(word, own, made, linked ? "scratch" : at.apart),
                made,
                linked ? "scratch" : at.origin,
                linked ? null : at.step,
                null,
                sources));
        if (linked && !(at.step == null && at.origin.equals("scratch"))) {
            step = add(new Step(
                    lines(line),
                    places(stage, at.index, "LINK"),
                    "LINK",
                    text,
                    raw,
                    expanded,
                    Digest.of("LINK", at.definition, step.definition()),
                    Digest.of("LINK", at.key, step.key()),
                    Digest.of("LINK", at.apart, step.apart()),
                    new Step.Made(Map.of(), "", "", new TreeMap<>(), Map.of()),
                    at.origin,
                    at.step,
                    step,
                    List.of()));
        }
        at.step = step;
        at.key = step.key();
        at.apart = step.apart();
        at.definition = step.definition();
        return step;
    }

    private static String apart(String word, List<String> own, Step.Made made, String below) {
        List<String> rest = new ArrayList<>(own);
        made.contents().forEach((from, content) -> {
            if (from.startsWith("stage ") || from.startsWith("image ")) {
                rest.remove(content);
            }
        });
        return Digest.of(word, rest, below);
    }

    private static List<Integer> lines(Line line) {
        return new ArrayList<>(List.of(line.id()));
    }

    private List<String> places(Stage stage, int index, String word) {
        List<String> places = new ArrayList<>();
        places.add(stage.display(state) + " " + index + " " + word);
        if (state.stages.size() == 1) {
            places.add(" " + index + " " + word);
        }
        return places;
    }

    private Step add(Step step) {
        Step known = steps.get(step.definition());
        if (known == null) {
            steps.put(step.definition(), step);
            return step;
        }
        known.places().addAll(step.places());
        known.lines().addAll(step.lines());
        return known;
    }
}
