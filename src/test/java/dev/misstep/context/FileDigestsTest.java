package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
    /** Well after the files of a test were made: no inode's change time can be set back. */
    private final InstantSource later = InstantSource.fixed(Instant.now().plus(Duration.ofMinutes(5)));

    @TempDir
    Path root;

    @TempDir
    Path state;

    private Path file;

    @BeforeEach
    void makeFiles() throws IOException {
        file = state.resolve("digests");
        for (int i = 0; i < 20; i++) {
            Files.writeString(root.resolve("f" + i), "content " + i);
        }
    }

    private Snapshot snapshot(FileDigests digests) {
        return BuildContext.read(root, IgnoreRules.NONE).snapshot(digests, Overlay.NONE);
    }

    @Test
    void anUnchangedTreeIsReadOnce() throws Exception {
        FileDigests first = FileDigests.load(file, later);
        Snapshot before = snapshot(first);
        assertThat(first.filesRead()).isEqualTo(20);
        snapshot(first);
        assertThat(first.filesRead()).isEqualTo(20);
        first.save(file);

        FileDigests second = FileDigests.load(file, later);
        assertThat(snapshot(second)).isEqualTo(before);
        assertThat(second.filesRead()).isZero();
    }

    /** Two states of a large context that hardly differ are to take little more memory than one. */
    @Test
    void whatIsRememberedIsSharedAndNothingElseChanges() throws Exception {
        Files.writeString(Files.createDirectory(root.resolve("d")).resolve("same"), "same");
        FileDigests digests = FileDigests.empty(later);
        Snapshot earlier = Snapshot.of(Map.copyOf(snapshot(digests).entries()));
        Files.writeString(root.resolve("f7"), "CONTENT 7, longer");
        Snapshot now = snapshot(digests);

        Snapshot shared = Snapshot.of(earlier.entries().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> copied(entry.getValue()))))
                .sharing(digests);

        assertThat(shared).isEqualTo(earlier);
        assertThat(shared.entry("d/same")).isSameAs(now.entry("d/same"));
        assertThat(now.changesFrom(shared)).containsExactly(new FileChange("f7", Change.CONTENT));
    }

    private static SnapshotEntry copied(SnapshotEntry entry) {
        return new SnapshotEntry(entry.kind(), entry.mode(), entry.size(), entry.sha256(), entry.linkTarget());
    }

    @Test
    void onlyWhatChangedIsReadAgain() throws Exception {
        FileDigests digests = FileDigests.empty(later);
        Snapshot before = snapshot(digests);
        FileTime old = Files.getLastModifiedTime(root.resolve("f7"));
        Files.writeString(root.resolve("f7"), "CONTENT 7");
        // same size, same time: the inode's change time still tells
        Files.setLastModifiedTime(root.resolve("f7"), old);
        assertThat(snapshot(digests).changesFrom(before)).containsExactly(new FileChange("f7", Change.CONTENT));
        assertThat(digests.filesRead()).isEqualTo(21);
    }

    @Test
    void aFileTouchedJustNowIsNotTrustedNextTime() {
        Instant now = Instant.now();
        FileDigests digests = FileDigests.empty(InstantSource.fixed(now));
        snapshot(digests);
        snapshot(digests);
        assertThat(digests.filesRead()).isEqualTo(40);
    }

    @Test
    void aDamagedOrForeignFileIsIgnoredAndReplaced() throws Exception {
        FileDigests digests = FileDigests.empty(later);
        snapshot(digests);
        digests.save(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertReadsAll();
        }
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(file, flipped);
        assertReadsAll();
        Files.writeString(file, "something else altogether");
        assertReadsAll();
        digests.save(file);
        FileDigests again = FileDigests.load(file, later);
        snapshot(again);
        assertThat(again.filesRead()).isZero();
    }

    private void assertReadsAll() throws IOException {
        FileDigests digests = FileDigests.load(file, later);
        snapshot(digests);
        assertThat(digests.filesRead()).isEqualTo(20);
    }

    @Test
    void whatIsGoneIsForgotten() throws Exception {
        FileDigests digests = FileDigests.empty(later);
        snapshot(digests);
        digests.save(file);
        long size = Files.size(file);
        Files.delete(root.resolve("f0"));
        FileDigests next = FileDigests.load(file, later);
        snapshot(next);
        next.save(file);
        assertThat(Files.size(file)).isLessThan(size);
        assertThat(state).isDirectoryNotContaining(path -> path.toString().endsWith(".tmp"));
    }

    @Test
    void whereNothingCanBeSavedTheCallerHearsOfIt() throws Exception {
        FileDigests digests = FileDigests.empty(later);
        Path notADirectory = Files.writeString(state.resolve("file"), "x");
        assertThatThrownBy(() -> digests.save(notADirectory.resolve("digests"))).isInstanceOf(IOException.class);
    }

    @Test
    void anOverlayIsSeenInPlaceOfTheFile() {
        FileDigests digests = FileDigests.empty(later);
        Snapshot plain = snapshot(digests);
        Overlay overlay = new Overlay(Map.of("f3", "edited".getBytes(StandardCharsets.UTF_8)));
        Snapshot edited = BuildContext.read(root, IgnoreRules.NONE).snapshot(digests, overlay);
        assertThat(edited.changesFrom(plain)).containsExactly(new FileChange("f3", Change.CONTENT));
        assertThat(digests.filesRead()).isEqualTo(20);
    }

    @Test
    void aFileThatHoldsTheSameIsLeftAlone() throws Exception {
        FileDigests first = FileDigests.empty(later);
        snapshot(first);
        first.save(file);
        FileTime written = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(file, written);
        FileDigests second = FileDigests.load(file, later);
        snapshot(second);
        second.save(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
        Files.delete(file);
        second.save(file);
        assertThat(file).exists();
    }

    /** What was stamped by the walk and written to since: its new content, which is not remembered as the old state's. */
    @Test
    void aFileThatChangedSinceTheWalkIsReadAndNotRemembered() throws Exception {
        BuildContext walked = BuildContext.read(root, IgnoreRules.NONE);
        Files.writeString(root.resolve("f3"), "other then");
        FileDigests digests = FileDigests.empty(later);
        assertThat(walked.snapshot(digests, Overlay.NONE).entries().get("f3"))
                .extracting(SnapshotEntry::sha256)
                .isEqualTo(FileDigests.sha256("other then".getBytes(StandardCharsets.UTF_8)));
        snapshot(digests);
        assertThat(digests.filesRead()).isEqualTo(21);
    }

    @Test
    void whatCannotBeReadIsToldInTheOrderOfTheEntries() throws Exception {
        BuildContext walked = BuildContext.read(root, IgnoreRules.NONE);
        for (int i = 0; i < 20; i += 2) {
            Files.delete(root.resolve("f" + i));
        }
        List<String> told = new ArrayList<>();
        Snapshot snapshot =
                walked.snapshot(FileDigests.empty(later), Overlay.NONE, problem -> told.add(problem.path()));
        assertThat(told).containsExactly("f0", "f10", "f12", "f14", "f16", "f18", "f2", "f4", "f6", "f8");
        assertThat(snapshot.entries().get("f10"))
                .extracting(SnapshotEntry::sha256)
                .isNull();
    }

    @Test
    void whatIsRememberedIsNotTakenForWhatIsAnother() throws Exception {
        Path folder = Files.createDirectories(root.resolve("d/e"));
        Files.writeString(folder.resolve("f"), "f");
        Files.createSymbolicLink(root.resolve("d/l"), Path.of("e"));
        FileDigests digests = FileDigests.empty(later);
        Snapshot before = snapshot(digests);
        digests.save(file);

        FileDigests unchanged = FileDigests.load(file, later);
        assertThat(snapshot(unchanged).digestBelow("")).isEqualTo(before.digestBelow(""));
        assertThat(unchanged.filesRead()).isZero();

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.delete(root.resolve("d/l"));
        Files.createSymbolicLink(root.resolve("d/l"), Path.of("e/f"));
        Files.writeString(folder.resolve("a"), "a");
        Files.delete(root.resolve("f4"));
        Snapshot after = snapshot(FileDigests.load(file, later));
        assertThat(after.changesFrom(before))
                .containsExactly(
                        new FileChange("d/e", Change.MODE),
                        new FileChange("d/e/a", Change.ADDED),
                        new FileChange("d/l", Change.LINK),
                        new FileChange("f4", Change.REMOVED));
        Snapshot anew = snapshot(FileDigests.empty(later));
        assertThat(after).isEqualTo(anew);
        for (String path : List.of("", "d", "d/e")) {
            assertThat(after.digestBelow(path)).isEqualTo(anew.digestBelow(path));
        }
    }

    /** What the builder saw in a file's place is not what the file holds. */
    @Test
    void anOverlayIsNotRemembered() throws Exception {
        Overlay overlay = new Overlay(Map.of("f3", "edited".getBytes(StandardCharsets.UTF_8)));
        FileDigests digests = FileDigests.empty(later);
        BuildContext.read(root, IgnoreRules.NONE).snapshot(digests, overlay);
        snapshot(digests);
        assertThat(digests.filesRead()).isEqualTo(20);
        BuildContext.read(root, IgnoreRules.NONE).snapshot(digests, overlay);
        digests.save(file);
        FileDigests next = FileDigests.load(file, later);
        assertThat(snapshot(next)).isEqualTo(snapshot(FileDigests.empty(later)));
        assertThat(next.filesRead()).isZero();
    }

    /** Setting one changes neither size nor time of a file, but the inode's change time. */
    @Test
    void attributesAreReadWhereSomethingChanged() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        FileDigests first = FileDigests.empty(later);
        Snapshot plain = snapshot(first);
        attach(root.resolve("f7"), "one");
        attach(directory, "one");
        Snapshot attached = snapshot(first);
        assertThat(attached.changesFrom(plain))
                .containsExactly(new FileChange("d", Change.ATTRIBUTES), new FileChange("f7", Change.ATTRIBUTES));
        assertThat(first.filesRead()).isEqualTo(21);
        first.save(file);

        FileDigests second = FileDigests.load(file, later);
        assertThat(snapshot(second)).isEqualTo(attached);
        attach(root.resolve("f7"), "two");
        attach(directory, "two");
        assertThat(snapshot(second).changesFrom(attached))
                .containsExactly(new FileChange("d", Change.ATTRIBUTES), new FileChange("f7", Change.ATTRIBUTES));
        assertThat(second.filesRead()).isEqualTo(1);
    }

    @Test
    void attributesSetWhileTheClockStoodStillAreSeenNextTime() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        FileDigests digests = FileDigests.empty(InstantSource.fixed(Instant.now()));
        Snapshot plain = snapshot(digests);
        assertThat(digests.known(""))
                .isNotNull()
                .satisfies(known -> assertThat(known.names()).doesNotContain("d", "f7"));
        attach(directory, "one");
        assertThat(snapshot(digests).changesFrom(plain)).containsExactly(new FileChange("d", Change.ATTRIBUTES));
    }

    private static void attach(Path path, String value) throws IOException {
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class)
                .write("misstep.test", StandardCharsets.UTF_8.encode(value));
    }
}
