package dev.misstep.engine.session;

import dev.misstep.build.PathPatterns;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.http2.Headers;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a tree the builder asks for (moby/buildkit, session/filesync/filesync.go; tonistiigi/fsutil, filter.go).
 *
 * @param includes only what matches, and what lies below it; no pattern lets all pass
 * @param excludes but not what matches these
 */
record Selection(PathPatterns includes, PathPatterns excludes) {
    static Selection of(Headers metadata, SyncedTree tree) throws IOException, GrpcException {
        List<String> includes = new ArrayList<>(values(metadata, "include-patterns"));
        List<String> followed = FollowedPaths.of(tree, values(metadata, "followpaths"));
        if (!followed.isEmpty()) {
            includes.addAll(followed);
            includes = FollowedPaths.withoutBelow(includes);
        }
        try {
            return new Selection(PathPatterns.of(includes), PathPatterns.of(values(metadata, "exclude-patterns")));
        } catch (IllegalArgumentException e) {
            throw new GrpcException(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    /** Which of the session's directories is meant. */
    static String directory(Headers metadata) {
        List<String> names = values(metadata, "dir-name");
        return names.isEmpty() ? "" : names.get(0);
    }

    /** Metadata with other characters than ASCII comes in the form of a query. */
    private static List<String> values(Headers metadata, String name) {
        List<String> values = metadata.all(name);
        boolean encoded = metadata.first(name + "-encoded")
                .map(flag -> flag.equals("1") || flag.equalsIgnoreCase("true"))
                .orElse(false);
        return encoded
                ? values.stream()
                        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                        .toList()
                : values;
    }
}
