package dev.misstep.context.git;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** A repository whose commits are made of text; its working tree stays empty. */
public final class Commits implements AutoCloseable {
    private static final PersonIdent SOMEBODY =
            new PersonIdent("somebody", "somebody@example.org", Instant.EPOCH, ZoneOffset.UTC);

    private record Entry(FileMode mode, ObjectId id) {}

    private final Repository repository;
    private final Map<String, Entry> entries = new TreeMap<>();
    private @Nullable ObjectId head;
    private Charset names = StandardCharsets.UTF_8;

    /** @param directory where the repository is made; must be there */
    public Commits(Path directory) throws IOException {
        BareSurroundings.set();
        repository = new FileRepositoryBuilder().setWorkTree(directory.toFile()).build();
        repository.create();
    }

    public Commits file(String path, String content) throws IOException {
        return entry(path, FileMode.REGULAR_FILE, content);
    }

    public Commits program(String path, String content) throws IOException {
        return entry(path, FileMode.EXECUTABLE_FILE, content);
    }

    public Commits link(String path, String target) throws IOException {
        return entry(path, FileMode.SYMLINK, target);
    }

    /** @param commit of the other repository, 40 hex digits */
    public Commits submodule(String path, String commit) {
        entries.put(path, new Entry(FileMode.GITLINK, ObjectId.fromString(commit)));
        return this;
    }

    /** Names of files are committed in that encoding. */
    public Commits namesIn(Charset charset) {
        names = charset;
        return this;
    }

    public Commits gone(String path) {
        if (entries.remove(path) == null) {
            throw new IllegalArgumentException(path);
        }
        return this;
    }

    private Commits entry(String path, FileMode mode, String content) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            entries.put(path, new Entry(mode, inserter.insert(Constants.OBJ_BLOB, bytes)));
            inserter.flush();
        }
        return this;
    }

    /** Commits what there is; returns the commit's 40 hex digits. */
    public String commit() throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        entries.forEach((path, entry) -> {
            DirCacheEntry added = new DirCacheEntry(path.getBytes(names));
            added.setFileMode(entry.mode());
            added.setObjectId(entry.id());
            builder.add(added);
        });
        builder.finish();
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            commit.setAuthor(SOMEBODY);
            commit.setCommitter(SOMEBODY);
            commit.setMessage("change");
            if (head != null) {
                commit.setParentId(head);
            }
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository.updateRef(Constants.HEAD);
            update.setNewObjectId(id);
            update.disableRefLog();
            update.update();
            head = id;
            return id.name();
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
