package dev.misstep.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds what Misstep says of a build before it is built against what is true. */
final class Foresight {
    private final List<Step> steps;
    private final Cache cache;
    private final boolean classic;
    private final Map<Step, Fate> fates = new HashMap<>();
    private final Map<String, JsonNode> told = new HashMap<>();
    /** Steps that run if the builder notices what changed. */
    private final Set<Step> unnoticed = new HashSet<>();

    private final List<Fault> faults = new ArrayList<>();

    Foresight(List<Step> steps, List<Fate> fates, Cache cache, boolean classic) {
        this.steps = steps;
        this.cache = cache;
        this.classic = classic;
        for (int i = 0; i < steps.size(); i++) {
            this.fates.put(steps.get(i), fates.get(i));
        }
    }

    /** See {@link Reasons} for what is given. */
    List<Fault> prediction(JsonNode prediction, @Nullable Causes causes, Set<String> more) {
        told.putAll(Places.of(prediction.path("steps"), classic));
        Reasons reasons = new Reasons(causes, more, step -> fates.get(step) != Fate.HIT, faults, "predicted ");
        for (Step step : steps) {
            if (causes != null && causes.areOfAttributesAlone(step)) {
                unnoticed.add(step);
            }
        }
        Set<String> known = new HashSet<>();
        for (Step step : steps) {
            known.addAll(step.places());
            boolean any = false;
            for (String place : step.places()) {
                JsonNode said = told.get(place);
                if (said != null) {
                    look(step, said, reasons);
                    any = true;
                }
            }
            if (!any) {
                fault(step.label(), "nothing", String.valueOf(fates.get(step)));
            }
        }
        told.forEach((place, step) -> {
            if (!known.contains(place)) {
                fault(step.path("name").asText(), step.path("fate").asText(), "no such step");
            }
        });
        return faults;
    }

    private void look(Step step, JsonNode said, Reasons reasons) {
        Fate fate = fates.get(step);
        String word = said.path("fate").asText();
        boolean right = switch (word) {
            case "hit" -> fate != Fate.MISS;
            case "miss" -> fate != Fate.HIT;
            case "depends" ->
                fate == Fate.OPEN
                        || unnoticed.contains(step)
                        || isBelowOneThatRuns(step)
                        || cache.hasOfOtherStages(step);
            default -> false;
        };
        if (!right) {
            fault(
                    step.label(),
                    word + ", " + said.path("cause").asText() + ": "
                            + said.path("detail").asText(),
                    String.valueOf(fate));
        } else if (step.inputs().stream().anyMatch(this::depends)) {
            return; // that it runs is certain, but not yet whether what it builds on does
        } else if (word.equals("miss")
                && fate == Fate.MISS
                && !said.path("cause").asText().equals("unknown")) {
            reasons.check(step, said);
        }
    }

    private boolean depends(Step step) {
        return step.places().stream()
                .anyMatch(place -> told.containsKey(place)
                        && Objects.requireNonNull(told.get(place))
                                .path("fate")
                                .asText()
                                .equals("depends"));
    }

    private boolean isBelowOneThatRuns(Step step) {
        return step.inputs().stream().anyMatch(input -> fates.get(input) != Fate.HIT || isBelowOneThatRuns(input));
    }

    private void fault(String step, String said, String should) {
        faults.add(new Fault(Fault.Kind.PREDICTION, "predicted " + step, said, should));
    }
}
