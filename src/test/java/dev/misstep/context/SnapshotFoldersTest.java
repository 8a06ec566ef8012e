package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotFoldersTest {
    private static SnapshotEntry file(String digit) {
        return new SnapshotEntry(ContextEntry.Kind.FILE, 0644, 0, digit.repeat(64), null);
    }

    private static final SnapshotEntry DIRECTORY = new SnapshotEntry(ContextEntry.Kind.DIRECTORY, 0755, 0, null, null);

    private static Snapshot.Folder folder(String digest, Map<String, SnapshotEntry> entries) {
        return new Snapshot.Folder(new TreeMap<>(entries), digest);
    }

    private final Snapshot first = Snapshot.EMPTY.withFolders(
            Map.of("", folder("r1", Map.of("a", DIRECTORY)), "a", folder("a1", Map.of("x", file("1")))));

    @Test
    void digestsAreThoseThatWereGiven() {
        assertThat(first.digestBelow("")).contains("r1");
        assertThat(first.digestBelow("a")).contains("a1");
        assertThat(first.namesIn("a")).containsExactly("x");
        assertThat(first.namesIn("b")).isEmpty();
    }

    @Test
    void changesAreThoseOfAllFolders() {
        Snapshot second = first.withFolders(Map.of("a", folder("a2", Map.of("x", file("2"), "y", file("1")))));
        Snapshot third =
                second.withFolders(Map.of("a", folder("", Map.of()), "", folder("r3", Map.of("b", file("1")))));

        assertThat(second.changesFrom(first))
                .containsExactly(new FileChange("a/x", Change.CONTENT), new FileChange("a/y", Change.ADDED));
        assertThat(third.changesFrom(second))
                .containsExactly(
                        new FileChange("a", Change.REMOVED),
                        new FileChange("a/x", Change.REMOVED),
                        new FileChange("a/y", Change.REMOVED),
                        new FileChange("b", Change.ADDED));
        assertThat(third.changesFrom(first)).hasSize(3);
        assertThat(third.entries().keySet()).containsExactly("b");
    }

    @Test
    void linksAreSeenWhereverTheyLie() {
        SnapshotEntry link = new SnapshotEntry(ContextEntry.Kind.SYMLINK, 0777, 0, null, "x");
        assertThat(first.hasLinks()).isFalse();

        Snapshot linked = first.withFolders(Map.of("a", folder("a2", Map.of("l", link))));
        Snapshot after = linked.withFolders(Map.of("a", folder("a3", Map.of("x", file("1")))));

        assertThat(linked.hasLinks()).isTrue();
        assertThat(after.hasLinks()).isFalse();
    }
}
