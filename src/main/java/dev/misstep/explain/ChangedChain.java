package dev.misstep.explain;

import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The instructions that a step stands on. A step whose own instruction is as it was misses when one above it
 * is gone, moved or another, though all that are left be hits.
 */
final class ChangedChain {
    private final Function<Vertex, @Nullable List<Vertex>> chainNow;
    private final Function<Vertex, @Nullable List<Vertex>> chainThen;
    private final Function<Vertex, @Nullable Vertex> sameThen;

    private ChangedChain(
            Function<Vertex, @Nullable List<Vertex>> chainNow,
            Function<Vertex, @Nullable List<Vertex>> chainThen,
            Function<Vertex, @Nullable Vertex> sameThen) {
        this.chainNow = chainNow;
        this.chainThen = chainThen;
        this.sameThen = sameThen;
    }

    /**
     * In what was seen: the steps of its stage.
     *
     * @param sameThen the step of the baseline that is the same as one of now, {@code null} where there is none
     */
    static ChangedChain seen(Observed current, Observed baseline, Function<Vertex, @Nullable Vertex> sameThen) {
        return new ChangedChain(
                step -> mayStandApart(current, step) ? null : chain(current, step),
                step -> chain(baseline, step),
                sameThen);
    }

    /** In what was planned: the steps of the stages below, too. */
    static ChangedChain planned(Planned now, Planned then, Function<Vertex, @Nullable Vertex> sameThen) {
        return new ChangedChain(now::chain, then::chain, sameThen);
    }

    /** The change that made the step miss; {@code null} where there is none, or where a log leaves steps out. */
    @Nullable
    Reason of(Vertex step, Vertex before) {
        List<Vertex> now = chainNow.apply(step);
        List<Vertex> then = chainThen.apply(before);
        if (now == null || then == null) {
            return null;
        }
        List<Vertex> kept = new ArrayList<>();
        List<Vertex> added = new ArrayList<>();
        for (Vertex above : now) {
            Vertex same = sameThen.apply(above);
            if (same != null && then.contains(same)) {
                kept.add(same);
            } else {
                added.add(above);
            }
        }
        List<Vertex> gone = then.stream().filter(above -> !kept.contains(above)).toList();
        if (gone.isEmpty() && added.isEmpty()) {
            return kept.equals(then) ? null : reason(gone, added, "The instructions above it stand in another order");
        }
        String what = gone.isEmpty() ? "is new" : added.isEmpty() ? "is gone" : "is another";
        return reason(gone, added, "An instruction above it " + what);
    }

    private static Reason reason(List<Vertex> gone, List<Vertex> added, String what) {
        // an edit may leave the result as it was: another name for the same stage in --from
        Certainty certainty = gone.isEmpty() || added.isEmpty() ? Certainty.PROVEN : Certainty.LIKELY;
        return new Reason(
                Cause.INSTRUCTION,
                certainty,
                List.of(),
                gone.isEmpty() ? null : gone.get(0).name().command(),
                added.isEmpty() ? null : added.get(0).name().command(),
                what + ", compared with the baseline; a step depends on all that stand above it in its stage.");
    }

    /** A copy of its own layer, which stands on nothing. */
    private static boolean mayStandApart(Observed observed, Vertex step) {
        BuildInputs.StepSource source = observed.inputs().steps().get(step.id());
        return source == null || source.instruction().isOn("link");
    }

    /** The steps of its stage above a step, from the top; {@code null} unless all are shown and known in the Dockerfile. */
    private static @Nullable List<Vertex> chain(Observed observed, Vertex step) {
        Map<Integer, Vertex> stage = new HashMap<>();
        for (Vertex vertex : observed.build().vertices()) {
            Integer index = vertex.name().index();
            if (index != null
                    && StepKey.place(vertex).equals(StepKey.place(step))
                    && stage.put(index, vertex) != null) {
                return null;
            }
        }
        List<Vertex> chain = new ArrayList<>();
        Integer own = step.name().index();
        for (int index = own == null ? 0 : own - 1; index > 0; index--) {
            Vertex above = stage.get(index);
            if (above != null && "FROM".equals(above.name().instruction())) {
                break;
            }
            if (above == null || !observed.inputs().written().containsKey(above.id())) {
                return null;
            }
            chain.add(0, above);
        }
        return chain;
    }
}
