package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Why a step cannot be found in the cache, compared with an earlier build: all that is true, not one of it. */
final class Causes {
    private final Built before;
    private final Tree context;

    /** @param context of the build that is asked about */
    Causes(Built before, Tree context) {
        this.before = before;
        this.context = context;
    }

    /** The same step in the earlier build, whatever became of it. */
    @Nullable
    Step counterpart(Step step) {
        return before.steps().stream()
                .filter(other -> other.word().equals("LINK") == step.word().equals("LINK"))
                .filter(other -> other.lines().stream().anyMatch(step.lines()::contains))
                .findFirst()
                .orElse(null);
    }

    /** The causes that may be named. */
    Set<String> of(Step step) {
        Step earlier = counterpart(step);
        Set<String> causes = new TreeSet<>();
        if (earlier == null) {
            causes.addAll(Set.of("instruction", "cold"));
            return causes;
        }
        causes.addAll(own(earlier, step));
        causes.addAll(above(earlier, step));
        return causes;
    }

    /** The build arguments that may be named: its own, and those of the steps it stands on. */
    Set<String> arguments(Step step) {
        List<Step> all = new ArrayList<>(step.chain());
        all.add(step);
        if (step.copied() != null) {
            all.add(step.copied());
        }
        Set<String> changed = new TreeSet<>();
        for (Step each : all) {
            Step earlier = counterpart(each);
            if (earlier != null) {
                changed.addAll(Variable.arguments(
                        earlier.made().variables(), each.made().variables()));
            }
        }
        return changed;
    }

    private Set<String> own(Step earlier, Step step) {
        Set<String> causes = new TreeSet<>();
        if (step.word().equals("LINK")) {
            Step copied = step.copied();
            Step copiedBefore = earlier.copied();
            return copied == null || copiedBefore == null ? causes : own(copiedBefore, copied);
        }
        Set<String> variables =
                Variable.causes(earlier.made().variables(), step.made().variables());
        causes.addAll(variables);
        if (!earlier.raw().equals(step.raw()) && !earlier.expanded().equals(step.expanded())) {
            causes.add("instruction");
        }
        if (!earlier.made().order().equals(step.made().order())
                || !earlier.made().surroundings().equals(step.made().surroundings())) {
            causes.add("instruction");
        }
        if (!files(earlier, step).isEmpty()) {
            causes.add("context-files");
        }
        if (!earlier.made().contents().equals(step.made().contents())) {
            boolean image = !step.made().contents().isEmpty()
                    && step.made().contents().keySet().iterator().next().startsWith("image");
            causes.add("stage-output");
            if (image) {
                causes.add("base-image");
            }
        }
        return causes;
    }

    /** A step above may be a hit and yet another one than before. */
    private Set<String> above(Step earlier, Step step) {
        Set<String> causes = new TreeSet<>();
        if (!earlier.origin().equals(step.origin())) {
            causes.add("base-image");
            if (!imageName(earlier).equals(imageName(step))) {
                causes.add("instruction");
            }
        }
        List<Step> now = step.chain();
        List<Step> then = earlier.chain();
        List<List<Integer>> order = now.stream().map(Step::lines).toList();
        List<List<Integer>> orderBefore = then.stream().map(Step::lines).toList();
        if (!order.equals(orderBefore)) {
            causes.add("instruction");
        }
        for (Step above : now) {
            Step counterpart = counterpart(above);
            if (counterpart != null && !counterpart.key().equals(above.key())) {
                causes.addAll(own(counterpart, above));
            }
        }
        return causes;
    }

    private static String imageName(Step step) {
        return Tree.name(step.origin().replace(' ', '/'));
    }

    /**
     * The files that made a step miss, with what may be said of each.
     *
     * @return by path: the kinds of change that are true
     */
    Map<String, Set<String>> files(Step step) {
        Step earlier = counterpart(step);
        return earlier == null ? Map.of() : files(earlier, step);
    }

    /** Whether of files it selects none changed but in attributes, which a builder may not notice. */
    boolean areOfAttributesAlone(Step step) {
        Map<String, Set<String>> changed = files(step);
        return !changed.isEmpty()
                && changed.keySet().stream().allMatch(path -> {
                    Item then = before.context().get(path);
                    Item now = context.get(path);
                    return then != null
                            && now != null
                            && !now.equals(then)
                            && now.withAttribute("").equals(then.withAttribute(""));
                });
    }

    /** A file that is selected now and was not before, as where a link leads, has not changed by that. */
    private Map<String, Set<String>> files(Step earlier, Step step) {
        Set<String> selected = new TreeSet<>(earlier.made().files().keySet());
        selected.addAll(step.made().files().keySet());
        Map<String, Set<String>> changed = ChangedPaths.of(selected, before.context(), context);
        changed.keySet()
                .removeIf(
                        path -> { // to the classic builder one link to nothing is as good as another
                            Item then = earlier.made().files().get(path);
                            return then != null
                                    && then.is(Item.Kind.LINK)
                                    && then.equals(step.made().files().get(path));
                        });
        return changed;
    }
}
