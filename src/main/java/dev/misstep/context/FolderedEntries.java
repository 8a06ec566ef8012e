package dev.misstep.context;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a snapshot by path, kept directory by directory: what did not change is then neither put in order nor hashed
 * again. One long map is made of them only when somebody goes through it.
 */
final class FolderedEntries extends AbstractMap<String, SnapshotEntry> implements SortedMap<String, SnapshotEntry> {
    /** By path, the context's own being empty; one that holds nothing is not here. */
    private final NavigableMap<String, SnapshotFolder> folders;

    /** Negative until somebody asks. */
    private volatile int size = -1;

    /** {@code null} until somebody asks. */
    private volatile @Nullable Boolean links;

    /** What it was made of; forgotten as soon as another is made of this, for else none would ever be. */
    private volatile @Nullable Derivation derivation;

    private volatile @Nullable NavigableMap<String, SnapshotEntry> all;

    /** @param changed the directories that are not as they were in the earlier one */
    private record Derivation(FolderedEntries earlier, Set<String> changed) {}

    private FolderedEntries(NavigableMap<String, SnapshotFolder> folders) {
        this(folders, null);
    }

    private FolderedEntries(NavigableMap<String, SnapshotFolder> folders, @Nullable Derivation derivation) {
        this.folders = folders;
        this.derivation = derivation;
    }

    /** Of directories by their paths; those that hold nothing are left out. */
    static FolderedEntries ofFolders(Map<String, SnapshotFolder> folders) {
        TreeMap<String, SnapshotFolder> filled = new TreeMap<>(folders);
        filled.values().removeIf(folder -> folder.size() == 0);
        return new FolderedEntries(filled);
    }

    /** Of entries by their paths, in order. */
    static FolderedEntries of(SortedMap<String, SnapshotEntry> entries) {
        if (entries instanceof FolderedEntries foldered) {
            return foldered;
        }
        Map<String, List<String>> names = new HashMap<>();
        Map<String, List<SnapshotEntry>> within = new HashMap<>();
        entries.forEach((path, entry) -> {
            String folder = folder(path);
            names.computeIfAbsent(folder, none -> new ArrayList<>()).add(name(path));
            within.computeIfAbsent(folder, none -> new ArrayList<>()).add(entry);
        });
        TreeMap<String, SnapshotFolder> folders = new TreeMap<>();
        names.forEach((folder, inside) ->
                folders.put(folder, new SnapshotFolder(inside, within.getOrDefault(folder, List.of()))));
        return new FolderedEntries(folders);
    }

    /** Of entries by their names, those by the paths of directories. */
    static FolderedEntries ofEntries(Map<String, ? extends SortedMap<String, SnapshotEntry>> entries) {
        TreeMap<String, SnapshotFolder> folders = new TreeMap<>();
        entries.forEach((path, inside) ->
                folders.put(path, new SnapshotFolder(List.copyOf(inside.keySet()), List.copyOf(inside.values()))));
        return ofFolders(folders);
    }

    void forEachFolder(BiConsumer<String, Map<String, SnapshotEntry>> action) {
        folders.forEach((path, folder) -> {
            Map<String, SnapshotEntry> inside = new LinkedHashMap<>();
            for (int i = 0; i < folder.size(); i++) {
                inside.put(folder.name(i), folder.entry(i));
            }
            action.accept(path, inside);
        });
    }

    /** The same, with directories that are remembered as they are here taken from what remembers them. */
    FolderedEntries sharing(FileDigests digests) {
        TreeMap<String, SnapshotFolder> shared = new TreeMap<>(folders);
        shared.replaceAll((path, folder) -> {
            KnownFolder known = digests.known(path);
            return known == null || known.digest() == null || !known.digest().equals(folder.digest())
                    ? folder
                    : known.snapshot();
        });
        return new FolderedEntries(shared);
    }

    /** The same with some entries in place of those at their paths, or beside them. */
    FolderedEntries with(Map<String, SnapshotEntry> more) {
        Map<String, TreeMap<String, SnapshotEntry>> touched = new HashMap<>();
        more.forEach((path, entry) ->
                touched.computeIfAbsent(folder(path), this::inside).put(name(path), entry));
        TreeMap<String, SnapshotFolder> changed = new TreeMap<>(folders);
        touched.forEach((folder, inside) ->
                changed.put(folder, new SnapshotFolder(List.copyOf(inside.keySet()), List.copyOf(inside.values()))));
        return new FolderedEntries(changed);
    }

    /** The same with other content of some directories, by their paths; one that holds nothing is gone. */
    FolderedEntries withFolders(Map<String, Snapshot.Folder> changed) {
        TreeMap<String, SnapshotFolder> all = new TreeMap<>(folders);
        boolean linked = !Boolean.FALSE.equals(links);
        for (Map.Entry<String, Snapshot.Folder> change : changed.entrySet()) {
            if (change.getValue().entries().isEmpty()) {
                all.remove(change.getKey());
            } else {
                SnapshotFolder folder = new SnapshotFolder(change.getValue());
                linked |= folder.hasLinks();
                all.put(change.getKey(), folder);
            }
        }
        derivation = null;
        FolderedEntries derived = new FolderedEntries(all, new Derivation(this, new TreeSet<>(changed.keySet())));
        derived.links = linked ? null : Boolean.FALSE;
        return derived;
    }

    /** The names of what lies straight in a directory, sorted. */
    List<String> namesIn(String directory) {
        List<String> names = new ArrayList<>();
        SnapshotFolder folder = folders.get(directory);
        for (int i = 0; folder != null && i < folder.size(); i++) {
            names.add(folder.name(i));
        }
        return names;
    }

    boolean hasLinks() {
        Boolean known = links;
        if (known == null) {
            known = folders.values().stream().anyMatch(SnapshotFolder::hasLinks);
            links = known;
        }
        return known;
    }

    /** What has extended attributes, by path, but without them. */
    Map<String, SnapshotEntry> withoutAttributes() {
        Map<String, SnapshotEntry> bare = new TreeMap<>();
        folders.forEach((folder, inside) -> {
            for (int i = 0; i < inside.size(); i++) {
                if (inside.entry(i).attributes() != null) {
                    bare.put(path(folder, inside.name(i)), inside.entry(i).withAttributes(null));
                }
            }
        });
        return bare;
    }

    private TreeMap<String, SnapshotEntry> inside(String path) {
        TreeMap<String, SnapshotEntry> inside = new TreeMap<>();
        SnapshotFolder folder = folders.get(path);
        for (int i = 0; folder != null && i < folder.size(); i++) {
            inside.put(folder.name(i), folder.entry(i));
        }
        return inside;
    }

    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String path(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    /** A digest of all that is below a directory; {@code null} where something there could not be read. */
    @Nullable
    String digestBelow(String directory) {
        SnapshotFolder own = folders.get(directory);
        if (own != null && own.below() != null) {
            return own.below();
        }
        StringBuilder text = new StringBuilder();
        if (own != null && !append(text, "", own)) {
            return null;
        }
        // "0" is what follows "/"
        SortedMap<String, SnapshotFolder> below =
                directory.isEmpty() ? folders.tailMap("", false) : folders.subMap(directory + "/", directory + "0");
        int start = directory.isEmpty() ? 0 : directory.length() + 1;
        for (Map.Entry<String, SnapshotFolder> folder : below.entrySet()) {
            if (!append(text, folder.getKey().substring(start), folder.getValue())) {
                return null;
            }
        }
        return FileDigests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean append(StringBuilder text, String path, SnapshotFolder folder) {
        String digest = folder.digest();
        text.append(path).append('\0').append(digest).append('\0');
        return digest != null;
    }

    /** What differs from an earlier state, sorted by path. */
    List<FileChange> changesFrom(FolderedEntries earlier) {
        List<FileChange> changes = new ArrayList<>();
        Derivation made = derivation;
        Set<String> paths;
        if (made != null && made.earlier == earlier) {
            paths = made.changed;
        } else {
            paths = new TreeSet<>(folders.keySet());
            paths.addAll(earlier.folders.keySet());
        }
        for (String path : paths) {
            SnapshotFolder before = earlier.folders.get(path);
            SnapshotFolder after = folders.get(path);
            if (before == null ? after != null : after == null || !after.isKnownAs(before)) {
                addChanges(path, before, after, changes);
            }
        }
        changes.sort(Comparator.comparing(FileChange::path));
        return List.copyOf(changes);
    }

    /** Goes through both side by side. */
    private static void addChanges(
            String folder, @Nullable SnapshotFolder before, @Nullable SnapshotFolder after, List<FileChange> changes) {
        int i = 0;
        int j = 0;
        while ((before != null && i < before.size()) || (after != null && j < after.size())) {
            int order = before == null || i == before.size()
                    ? 1
                    : after == null || j == after.size() ? -1 : before.name(i).compareTo(after.name(j));
            if (before != null && order < 0) {
                changes.add(new FileChange(path(folder, before.name(i)), Change.REMOVED));
            } else if (after != null && order > 0) {
                changes.add(new FileChange(path(folder, after.name(j)), Change.ADDED));
            } else if (before != null && after != null) {
                Change change = after.entry(j).since(before.entry(i)).orElse(null);
                if (change != null) {
                    changes.add(new FileChange(path(folder, after.name(j)), change));
                }
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
    }

    /** All in one map that cannot be changed. */
    NavigableMap<String, SnapshotEntry> all() {
        NavigableMap<String, SnapshotEntry> known = all;
        if (known == null) {
            TreeMap<String, SnapshotEntry> made = new TreeMap<>();
            folders.forEach((folder, inside) -> {
                for (int i = 0; i < inside.size(); i++) {
                    made.put(path(folder, inside.name(i)), inside.entry(i));
                }
            });
            known = Collections.unmodifiableNavigableMap(made);
            all = known;
        }
        return known;
    }

    @Override
    public int size() {
        if (size < 0) {
            size = folders.values().stream().mapToInt(SnapshotFolder::size).sum();
        }
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable SnapshotEntry get(@Nullable Object key) {
        if (!(key instanceof String path)) {
            return null;
        }
        SnapshotFolder folder = folders.get(folder(path));
        return folder == null ? null : folder.entry(name(path));
    }

    @Override
    public Set<Map.Entry<String, SnapshotEntry>> entrySet() {
        return all().entrySet();
    }

    @Override
    public Set<String> keySet() {
        return all().navigableKeySet();
    }

    @Override
    public @Nullable Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public SortedMap<String, SnapshotEntry> subMap(String from, String to) {
        return all().subMap(from, to);
    }

    @Override
    public SortedMap<String, SnapshotEntry> headMap(String to) {
        return all().headMap(to);
    }

    @Override
    public SortedMap<String, SnapshotEntry> tailMap(String from) {
        return all().tailMap(from);
    }

    @Override
    public String firstKey() {
        return all().firstKey();
    }

    @Override
    public String lastKey() {
        return all().lastKey();
    }
}
