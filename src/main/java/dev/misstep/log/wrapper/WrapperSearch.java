package dev.misstep.log.wrapper;

import dev.misstep.log.wrapper.Decoration.Found;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what lies around the lines of an excerpt, the outermost first. Decoration that nothing but itself can be is taken
 * as such. Any other has to show that builds begin behind it, and more of them than begin without it: what looks like
 * decoration may well be what a step of an undecorated build prints.
 */
final class WrapperSearch {
    /** How many wrappers may lie around each other. */
    private static final int MAX_DEPTH = 5;

    /** How many ways of reading an excerpt are tried. */
    private static final int MAX_TRIED = 80;

    /** A wrapper that was found. */
    record Layer(Wrapper wrapper, Found found) {}

    /**
     * A way to read an excerpt.
     *
     * @param layers what has to be taken off, the outermost first
     * @param inner the excerpt without it
     * @param beginnings how many lines of that can begin a build
     * @param carrying how many lines have the outermost layer
     */
    record Reading(List<Layer> layers, Excerpt inner, int beginnings, int carrying) {
        /** Of two that find as many builds the one is better whose decoration more lines carry. */
        private boolean explainsMoreThan(Reading other) {
            return beginnings > other.beginnings || (beginnings == other.beginnings && carrying > other.carrying);
        }
    }

    private int tried;

    private WrapperSearch() {}

    /** The best way to read the excerpt with these wrappers. */
    static Reading search(Excerpt excerpt, Set<Wrapper> candidates) {
        return new WrapperSearch().within(excerpt, candidates, 0);
    }

    private Reading within(Excerpt excerpt, Set<Wrapper> candidates, int depth) {
        int bare = excerpt.beginnings();
        Reading best = new Reading(List.of(), excerpt, bare, 0);
        boolean builders = bare * 2 >= excerpt.lines().size(); // no other reading can find twice as many
        for (Wrapper candidate : candidates) {
            if (depth == MAX_DEPTH || tried >= MAX_TRIED) {
                break;
            }
            Found found = builders && !candidate.decoration.mayBeProved() ? null : candidate.decoration.seenIn(excerpt);
            if (found == null) {
                continue;
            }
            tried++;
            Reading reading = behind(new Layer(candidate, found), excerpt, candidates, depth);
            if (found.proved()) {
                return reading;
            }
            if (reading.beginnings - bare > bare && reading.explainsMoreThan(best)) {
                best = reading;
                if (best.carrying * 10L >= excerpt.lines().size() * 9L) {
                    break; // nothing else can be around most lines
                }
            }
        }
        return best;
    }

    private Reading behind(Layer layer, Excerpt excerpt, Set<Wrapper> candidates, int depth) {
        Set<Wrapper> left = candidates;
        if (layer.found.proved()) { // another has to show anew that more builds begin behind it
            left = EnumSet.copyOf(candidates);
            left.remove(layer.wrapper);
        }
        Excerpt.Freed freed = excerpt.freedBy(layer.found.opener().get());
        Reading inner = within(freed.excerpt(), left, depth + 1);
        List<Layer> layers = new ArrayList<>();
        layers.add(layer);
        layers.addAll(inner.layers);
        return new Reading(layers, inner.inner, inner.beginnings, freed.carrying());
    }
}
