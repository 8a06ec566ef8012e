package dev.misstep.log;

import dev.misstep.build.Status;
import dev.misstep.log.wrapper.LogLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clients' last words ({@code ERROR: failed to solve: …}) on builds that wrote at the same time: they have no number,
 * but repeat the error of the step that failed. Each build has one, and several may read the same.
 *
 * @param words for each text the builds that failed with it, and how often it was read
 * @param unheard builds that failed, and whose last word was not read yet
 */
record FinalErrors(Map<String, Word> words, List<BuildDraft> unheard) {
    record Word(List<BuildDraft> failed, int times) {}

    static FinalErrors of(List<BuildDraft> builds, List<LogLine> errors) {
        Map<String, Integer> times = new LinkedHashMap<>();
        errors.forEach(line -> times.merge(line.text(), 1, Integer::sum));
        List<BuildDraft> unheard =
                new ArrayList<>(builds.stream().filter(FinalErrors::hasFailed).toList());
        Map<String, Word> words = new LinkedHashMap<>();
        times.forEach((text, count) -> {
            List<BuildDraft> failed =
                    builds.stream().filter(draft -> draft.failedWith(text)).toList();
            words.put(text, new Word(failed, count));
            failed.stream().filter(unheard::contains).limit(count).toList().forEach(unheard::remove);
        });
        return new FinalErrors(words, unheard);
    }

    /** Gives each word to the build that failed with it, where there is no other without a word of its own. */
    void place() {
        words.forEach((text, word) -> {
            List<BuildDraft> silent =
                    word.failed.stream().filter(draft -> draft.error == null).toList();
            if (silent.size() <= word.times) {
                silent.forEach(draft -> draft.error = PlainAftermath.finalError(text));
            }
        });
    }

    /** Those with which no build failed. */
    List<String> ofNobody() {
        return words.entrySet().stream()
                .filter(word -> word.getValue().failed.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean hasFailed(BuildDraft draft) {
        return draft.vertices.values().stream().anyMatch(notes -> notes.status() == Status.FAILED);
    }
}
