package dev.misstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A step of a build as it should be: its places, its key, and what that was made of.
 *
 * @param lines ids of the lines it stands for
 * @param places names it may go by, as {@code builder 2 RUN}: equal steps of several stages are one, and grow when one is found
 * @param text the instruction as it is written
 * @param raw what of that may matter to the builder
 * @param expanded what the builder makes of it
 * @param definition what the builder takes for the same step within one build
 * @param key what the builder finds it by in its cache
 * @param apart the same but for what is taken from stages and images, here and below
 * @param made what else is in the key
 * @param origin the image its file system begins with, and that image's key
 * @param base the step its file system stands on
 * @param copied for a link, the copy it links
 * @param sources the last steps of the stages it copies from or mounts
 */
record Step(
        List<Integer> lines,
        List<String> places,
        String word,
        String text,
        String raw,
        String expanded,
        String definition,
        String key,
        String apart,
        Made made,
        String origin,
        @Nullable Step base,
        @Nullable Step copied,
        List<Step> sources) {

    /**
     * What a key is made of beside the instruction and what it stands on.
     *
     * @param order names of variables, as the order is part of a RUN's key
     * @param surroundings working directory, user and shell, as far as it depends on them
     * @param files selected in the context
     * @param contents taken from stages and images, by where they are from
     */
    record Made(
            Map<String, Variable> variables,
            String order,
            String surroundings,
            NavigableMap<String, Item> files,
            Map<String, String> contents) {}

    /** The steps it is made from directly. */
    List<Step> inputs() {
        List<Step> inputs = new ArrayList<>(sources);
        if (base != null) {
            inputs.add(base);
        }
        if (copied != null) {
            inputs.add(copied);
        }
        return inputs;
    }

    /** The steps its file system stands on, from the top. */
    List<Step> chain() {
        List<Step> chain = new ArrayList<>();
        for (Step step = base; step != null; step = step.base()) {
            chain.add(0, step);
        }
        return chain;
    }

    boolean stoppedByNoCache() {
        return !word.equals("WORKDIR");
    }

    String label() {
        return "[" + places.get(0) + "] " + text.replace("\n", "\\n");
    }
}
