package dev.misstep.cli;

import dev.misstep.engine.session.DirectoryTree;
import dev.misstep.engine.session.SyncedTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The contexts of {@code --build-context} (docker/buildx, build/opt.go).
 *
 * @param settings what the frontend is told of each, by name
 * @param trees the directories among them, by the names they have in a session
 */
record OtherContexts(Map<String, String> settings, Map<String, SyncedTree> trees) {
    // "docker-image://alpine:3", "target:base", "https://…", "git@host:…"
    private static final Pattern REMOTE =
            Pattern.compile("^(?:docker-image://|https?://|git://|ssh://|git@|target:|input:).*");

    private static final String LAYOUT = "oci-layout://";

    OtherContexts {
        settings = Map.copyOf(settings);
        trees = Map.copyOf(trees);
    }

    static OtherContexts of(List<String> given, Surroundings surroundings) {
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, SyncedTree> trees = new LinkedHashMap<>();
        for (String context : given) {
            int equals = context.indexOf('=');
            String name = equals < 0 ? "" : context.substring(0, equals).strip();
            String source = equals < 0 ? "" : context.substring(equals + 1);
            if (name.isEmpty() || source.isEmpty()) {
                throw new UserError(ExitStatus.USAGE, "--build-context", "is not understood; write NAME=SOURCE");
            }
            if (source.startsWith(LAYOUT)) {
                throw new UserError(
                        ExitStatus.USAGE,
                        "--build-context",
                        "images in a directory (" + LAYOUT
                                + ") cannot be used; load the image, and write docker-image://NAME");
            }
            if (REMOTE.matcher(source).matches()) {
                settings.put(name, source);
                continue;
            }
            Path directory = surroundings.resolve(source);
            if (!Files.isDirectory(directory)) {
                throw new UserError(
                        ExitStatus.INPUT, "--build-context", name + " is no directory, image or URL: " + source);
            }
            settings.put(name, "local:" + name);
            trees.put(name, new DirectoryTree(directory, Map.of(), (stat, content) -> content));
        }
        return new OtherContexts(settings, trees);
    }
}
