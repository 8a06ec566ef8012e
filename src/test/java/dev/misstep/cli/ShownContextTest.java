package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.context.Change;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.FileChange;
import dev.misstep.context.FileDigests;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.engine.session.ShownFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownContextTest {
    private static final Snapshot OWN = Snapshot.of(Map.of(
            "src", new SnapshotEntry(ContextEntry.Kind.DIRECTORY, 0755, 0, null, null),
            "src/a", new SnapshotEntry(ContextEntry.Kind.FILE, 0644, 1, FileDigests.sha256(new byte[1]), null)));

    private static List<FileChange> changes(String path, ShownFile shown) {
        return ShownContext.of(OWN, Map.of(path, shown)).changesFrom(OWN);
    }

    @Test
    void whatIsShownIsWhatChanged() {
        assertThat(changes("src/a", ShownFile.withContent(new byte[2], 0)))
                .containsExactly(new FileChange("src/a", Change.CONTENT));
        assertThat(changes("src/a", ShownFile.withPermissions(0755)))
                .containsExactly(new FileChange("src/a", Change.MODE));
        assertThat(changes("src/a", ShownFile.REMOVED)).containsExactly(new FileChange("src/a", Change.REMOVED));
        assertThat(changes("src/a", ShownFile.writtenAt(7))).isEmpty();
    }

    @Test
    void whatIsAddedBringsItsDirectories() {
        assertThat(changes("src/b/c/d", ShownFile.withContent(new byte[0], 0)))
                .containsExactly(
                        new FileChange("src/b", Change.ADDED),
                        new FileChange("src/b/c", Change.ADDED),
                        new FileChange("src/b/c/d", Change.ADDED));
    }
}
