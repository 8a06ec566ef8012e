package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    private static SnapshotEntry file(String digest, int mode) {
        return new SnapshotEntry(ContextEntry.Kind.FILE, mode, 3, digest, null);
    }

    private static SnapshotEntry link(String target) {
        return new SnapshotEntry(ContextEntry.Kind.SYMLINK, 0777, 0, null, target);
    }

    private static SnapshotEntry directory(int mode) {
        return new SnapshotEntry(ContextEntry.Kind.DIRECTORY, mode, 0, null, null);
    }

    @Test
    void everyKindOfChangeIsToldByPath() {
        Snapshot before = Snapshot.of(Map.of(
                "both", file(ONE, 0644),
                "content", file(ONE, 0644),
                "dir", directory(0755),
                "gone", file(ONE, 0644),
                "link", link("a"),
                "mode", file(ONE, 0644),
                "same", file(ONE, 0644),
                "type", file(ONE, 0644)));
        Snapshot after = Snapshot.of(Map.of(
                "both", file(TWO, 0755),
                "content", file(TWO, 0644),
                "dir", directory(0700),
                "link", link("b"),
                "mode", file(ONE, 0755),
                "new", file(ONE, 0644),
                "same", file(ONE, 0644),
                "type", link("a")));
        assertThat(after.changesFrom(before))
                .containsExactly(
                        new FileChange("both", Change.CONTENT),
                        new FileChange("content", Change.CONTENT),
                        new FileChange("dir", Change.MODE),
                        new FileChange("gone", Change.REMOVED),
                        new FileChange("link", Change.LINK),
                        new FileChange("mode", Change.MODE),
                        new FileChange("new", Change.ADDED),
                        new FileChange("type", Change.TYPE));
    }

    @Test
    void ofAFileThatCouldNotBeReadNoChangeOfContentIsClaimed() {
        Snapshot known = Snapshot.of(Map.of("a", file(ONE, 0644)));
        Snapshot unknown = Snapshot.of(Map.of("a", new SnapshotEntry(ContextEntry.Kind.FILE, 0644, 3, null, null)));
        assertThat(unknown.changesFrom(known)).isEmpty();
        assertThat(known.changesFrom(unknown)).isEmpty();
    }

    /** Both are gone through side by side; a change is told by what each alone has of a path. */
    @Test
    void changesAreThoseOfEachPathAlone() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Snapshot before = some(random);
            Snapshot after = some(random);
            List<FileChange> expected = new ArrayList<>();
            for (char name = 'a'; name < 'i'; name++) {
                String path = String.valueOf(name);
                SnapshotEntry then = before.entries().get(path);
                SnapshotEntry now = after.entries().get(path);
                if (then == null && now != null) {
                    expected.add(new FileChange(path, Change.ADDED));
                } else if (then != null && now == null) {
                    expected.add(new FileChange(path, Change.REMOVED));
                } else if (then != null && now != null) {
                    now.since(then).ifPresent(change -> expected.add(new FileChange(path, change)));
                }
            }
            assertThat(after.changesFrom(before)).isEqualTo(expected);
        }
    }

    @Test
    void aDigestIsOfWhatIsBelowADirectoryAndOfNothingElse() {
        Map<String, SnapshotEntry> entries = new TreeMap<>(Map.of(
                "a", directory(0755),
                "a/b", directory(0755),
                "a/b/f", file(ONE, 0644),
                "a/l", link("b"),
                "a-b", file(ONE, 0644)));
        String before = Snapshot.of(entries).digestBelow("a").orElseThrow();
        entries.put("a", directory(0700));
        entries.put("a-b", file(TWO, 0644));
        assertThat(Snapshot.of(entries).digestBelow("a")).contains(before);
        for (Map.Entry<String, SnapshotEntry> change : Map.of(
                        "a/b", directory(0700),
                        "a/b/f", file(ONE, 0600),
                        "a/l", link("c"),
                        "a/m", link("b"),
                        "a/b/f2", file(ONE, 0644))
                .entrySet()) {
            Map<String, SnapshotEntry> changed = new TreeMap<>(entries);
            changed.put(change.getKey(), change.getValue());
            assertThat(Snapshot.of(changed).digestBelow("a")).get().isNotEqualTo(before);
            assertThat(Snapshot.of(entries).with(Map.of(change.getKey(), change.getValue())))
                    .isEqualTo(Snapshot.of(changed));
        }
        entries.put("a/b/f", new SnapshotEntry(ContextEntry.Kind.FILE, 0644, 3, null, null));
        assertThat(Snapshot.of(entries).digestBelow("a")).isEmpty();
        assertThat(Snapshot.of(entries).digestBelow("")).isEmpty();
    }

    private static Snapshot some(Random random) {
        Map<String, SnapshotEntry> entries = new TreeMap<>();
        for (char name = 'a'; name < 'i'; name++) {
            if (random.nextBoolean()) {
                entries.put(String.valueOf(name), file(random.nextBoolean() ? ONE : TWO, 0644));
            }
        }
        return Snapshot.of(entries);
    }

    @Test
    void attributesAreToldWhereNothingElseChanged() {
        Snapshot before = Snapshot.of(Map.of(
                "a", file(ONE, 0644).withAttributes(ONE),
                "b", file(ONE, 0644).withAttributes(ONE),
                "c", file(ONE, 0644).withAttributes(ONE),
                "d", directory(0755)));
        Snapshot after = Snapshot.of(Map.of(
                "a", file(ONE, 0644),
                "b", file(TWO, 0644).withAttributes(TWO),
                "c", file(ONE, 0600).withAttributes(TWO),
                "d", directory(0755).withAttributes(TWO)));
        assertThat(after.changesFrom(before))
                .containsExactly(
                        new FileChange("a", Change.ATTRIBUTES),
                        new FileChange("b", Change.CONTENT),
                        new FileChange("c", Change.MODE),
                        new FileChange("d", Change.ATTRIBUTES));
        assertThat(after.digestBelow("")).isNotEqualTo(after.withoutAttributes().digestBelow(""));
        assertThat(after.withoutAttributes().changesFrom(before.withoutAttributes()))
                .containsExactly(new FileChange("b", Change.CONTENT), new FileChange("c", Change.MODE));
        assertThat(Change.ATTRIBUTES.label()).isEqualTo("mode");
    }
}
