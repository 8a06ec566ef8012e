package dev.misstep.cli;

import dev.misstep.advise.PatchedTexts;
import dev.misstep.context.IgnoreFileChoice;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.IgnoreSyntaxException;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.session.ShownFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A context as a trial shows it to the builder; the files themselves stay as they are.
 *
 * @param shown what the builder sees in place of some files, the Dockerfile among them
 * @param rules what it leaves out
 */
record TrialFiles(Map<String, ShownFile> shown, IgnoreRules rules) {
    TrialFiles {
        shown = Map.copyOf(shown);
    }

    /** As they are, with the Dockerfile that was read. */
    static TrialFiles asTheyAre(ContextDirectory directory, byte[] dockerfile, BuilderKind builder) {
        return new TrialFiles(
                Map.of(directory.dockerfileInContext(), ShownFile.asRead(dockerfile)),
                directory.ignoreFile(builder).map(ContextDirectory::rules).orElse(IgnoreRules.NONE));
    }

    /**
     * The same with patches, none of which is for a link: what is shown in place of one is a link still.
     *
     * @param at the time of the patched files; the builder asks for a file only where its size or time is another
     */
    TrialFiles with(PatchedTexts patched, AdvisedFiles files, ContextDirectory directory, Instant at)
            throws IgnoreSyntaxException {
        long nanos = TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
        Map<String, ShownFile> all = new TreeMap<>(shown);
        IgnoreRules read = rules;
        for (Map.Entry<String, String> file : patched.contents().entrySet()) {
            Path place = files.place(file.getKey());
            byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
            boolean ignoring = !place.equals(directory.dockerfile());
            if (ignoring) {
                read = IgnoreRules.parse(file.getValue());
            }
            all.put(name(place, ignoring, directory), ShownFile.withContent(content, nanos));
        }
        return new TrialFiles(all, read);
    }

    /** Its path in the context; beside a Dockerfile from outside it is called after that. */
    private static String name(Path place, boolean ignoring, ContextDirectory directory) {
        if (place.startsWith(directory.root())) {
            return directory.root().relativize(place).toString().replace('\\', '/');
        }
        return directory.dockerfileInContext() + (ignoring ? IgnoreFileChoice.NAME : "");
    }
}
