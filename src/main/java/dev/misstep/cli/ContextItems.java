package dev.misstep.cli;

import dev.misstep.context.BuildContext;
import dev.misstep.context.ContextEntry;
import dev.misstep.engine.TarItem;
import dev.misstep.engine.session.ShownFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is sent to the builder: the entries of the context, and the Dockerfile wherever it lies. */
final class ContextItems {
    /** Where a Dockerfile from outside of the context is put. Always the same, so that it busts no COPY by its name. */
    static final String OUTSIDE = ".misstep.Dockerfile";

    /** Of a file that is sent though it is no part of the context. */
    static final int EXTRA_MODE = 0644;

    private ContextItems() {}

    /**
     * The items of an archive.
     *
     * @param shown what is sent in place of some files; what is not in the context is added to it
     * @param unreadable paths to leave out
     * @param extra files the builder needs in place of the context's own, or though an ignore rule leaves those out, by their path
     * @param sent told of the files when they are read
     */
    static List<TarItem> of(
            BuildContext context,
            Map<String, ShownFile> shown,
            Set<String> unreadable,
            Map<String, byte[]> extra,
            SentFiles sent)
            throws IOException {
        Map<String, TarItem> items = new LinkedHashMap<>();
        for (ContextEntry entry : context.entries()) {
            if (!unreadable.contains(entry.path())) {
                TarItem item = item(context, shown.get(entry.path()), entry, sent);
                if (item != null) {
                    items.put(entry.path(), item);
                }
            }
        }
        shown.forEach((path, file) -> {
            byte[] content = file.content();
            if (content != null
                    && !items.containsKey(path)
                    && !path.equals(OUTSIDE)
                    && !context.rules().excludes(path)) {
                items.put(path, TarItem.file(path, ShownFile.ADDED_FILE, modified(file, Instant.EPOCH), content));
            }
        });
        extra.forEach((path, content) -> {
            TarItem own = items.get(path);
            int mode = own == null ? EXTRA_MODE : own.mode();
            items.put(path, TarItem.file(path, mode, own == null ? Instant.EPOCH : own.modified(), content));
        });
        return new ArrayList<>(items.values());
    }

    private static Instant modified(ShownFile shown, Instant own) {
        Long nanos = shown.modified();
        return nanos == null ? own : Instant.EPOCH.plusNanos(nanos);
    }

    private static @Nullable TarItem item(
            BuildContext context, @Nullable ShownFile shown, ContextEntry entry, SentFiles sent) throws IOException {
        if (shown != null && shown.removed()) {
            return null;
        }
        Path file = context.file(entry);
        Instant own = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        Instant modified = shown == null ? own : modified(shown, own);
        Integer permissions = shown == null ? null : shown.permissions();
        int mode = permissions == null ? entry.mode() : permissions;
        byte[] content = shown == null ? null : shown.content();
        return switch (entry.kind()) {
            case DIRECTORY -> TarItem.directory(entry.path(), entry.mode(), modified);
            case SYMLINK -> TarItem.symlink(entry.path(), Objects.requireNonNull(entry.linkTarget()), modified);
            case FILE ->
                content != null
                        ? TarItem.file(entry.path(), mode, modified, content)
                        : TarItem.file(
                                entry.path(),
                                mode,
                                entry.size(),
                                modified,
                                sent.watch(entry, () -> Files.newInputStream(file)));
            case OTHER, SUBMODULE -> null; // docker leaves out sockets, and no Dockerfile can use a pipe
        };
    }
}
