package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.http2.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a builder is told of a tree, a line a path: {@code dir a}, {@code file a/b}, {@code link l -> a}, {@code file c = a/b}. */
final class Told {
    private Told() {}

    /** A tree on disk from such lines. */
    static DirectoryTree tree(Path root, String... lines) throws IOException {
        for (String line : lines) {
            String[] words = line.split(" ");
            Path path = root.resolve(words[1]);
            Files.createDirectories(path.getParent());
            switch (words[0]) {
                case "dir" -> Files.createDirectories(path);
                case "link" -> Files.createSymbolicLink(path, Path.of(words[3]));
                default -> {
                    if (words.length > 2) {
                        Files.createLink(path, root.resolve(words[3]));
                    } else {
                        Files.write(path, words[1].getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return shown(root, Map.of());
    }

    static DirectoryTree shown(Path root, Map<String, ShownFile> shown) {
        return new DirectoryTree(root, shown, (stat, content) -> content);
    }

    /** @param wishes names and values of the builder's metadata: {@code exclude-patterns}, {@code a}, … */
    static List<String> of(SyncedTree tree, String... wishes) throws IOException, GrpcException {
        return of(tree, Selection.of(Headers.of(wishes), tree));
    }

    static List<String> of(SyncedTree tree, Selection selection) throws IOException {
        List<String> lines = new ArrayList<>();
        new SyncWalk(tree, selection, stat -> lines.add(line(stat))).run();
        return lines;
    }

    static String line(FileStat stat) {
        if (stat.isDirectory()) {
            return "dir " + stat.path();
        }
        if (stat.isLink()) {
            return "link " + stat.path() + " -> " + stat.link();
        }
        return (stat.hasContent() ? "file " : "other ")
                + stat.path()
                + (stat.link().isEmpty() ? "" : " = " + stat.link());
    }
}
