package dev.misstep.context.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** A repository of git on the disk. Only reads. */
public final class GitRepository implements AutoCloseable {
    private final Repository repository;
    private final Path root;

    private GitRepository(Repository repository, Path root) {
        this.repository = repository;
        this.root = root;
    }

    /** Whether a directory lies in a repository. */
    public static boolean isAround(Path directory) {
        BareSurroundings.set();
        return new FileRepositoryBuilder().findGitDir(directory.toFile()).getGitDir() != null;
    }

    /**
     * Opens the repository a directory lies in.
     *
     * @param directory links resolved
     */
    public static GitRepository around(Path directory) throws GitException {
        BareSurroundings.set();
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        builder.findGitDir(directory.toFile());
        if (builder.getGitDir() == null) {
            throw new GitException("is in no git repository; give the build context's directory in a clone");
        }
        OwnSettings.check(builder.getGitDir().toPath());
        try {
            Repository repository = builder.setMustExist(true).build();
            if (repository.isBare()) {
                repository.close();
                throw new GitException("is a bare repository; give the build context's directory in a clone");
            }
            return new GitRepository(
                    repository, repository.getWorkTree().toPath().toRealPath());
        } catch (IOException | RuntimeException e) {
            throw new GitException("is in a git repository that cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** The working tree's directory, links resolved. */
    public Path root() {
        return root;
    }

    /** The tree of a revision: a branch, a tag, {@code HEAD~2}, a commit. */
    public GitTree tree(String revision) throws GitException {
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId commit = repository.resolve(revision + "^{commit}");
            if (commit == null) {
                throw missing("is no revision of the repository");
            }
            return new GitTree(repository, walk.parseCommit(commit).getTree().getId());
        } catch (RevisionSyntaxException e) {
            throw new GitException("is not how a revision is written; name a branch, a tag or a commit", e);
        } catch (MissingObjectException e) {
            throw missing("is not wholly in the repository");
        } catch (IOException | RuntimeException e) {
            throw new GitException("cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * What each of the last commits changed below a directory, the newest first. A merge counts as one commit, with all that it
     * brought.
     *
     * @param directory its path in the repository, with {@code /}; empty for all of it
     * @param most how many commits are looked at at most
     * @return for each commit the paths relative to that directory; none for a commit that changed nothing there
     */
    public List<Set<String>> changes(String directory, int most) throws GitException {
        List<Set<String>> changes = new ArrayList<>();
        try (RevWalk commits = new RevWalk(repository)) {
            ObjectId head = repository.resolve(Constants.HEAD);
            if (head == null) {
                return changes;
            }
            commits.setFirstParent(true);
            commits.markStart(commits.parseCommit(head));
            for (RevCommit commit = commits.next(); commit != null && changes.size() < most; commit = commits.next()) {
                changes.add(changes(commits, commit, directory));
            }
            return changes;
        } catch (MissingObjectException e) {
            return changes; // as far as a partial clone has them
        } catch (IOException | RuntimeException e) {
            throw new GitException("cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * The last commits of what is checked out, the newest first: of a merge, only the side that it was merged into.
     *
     * @param most how many at most; a shallow or partial clone may have fewer
     */
    public List<GitCommit> lastCommits(int most) throws GitException {
        List<GitCommit> last = new ArrayList<>();
        try (RevWalk commits = new RevWalk(repository)) {
            ObjectId head = repository.resolve(Constants.HEAD);
            RevCommit commit = head == null ? null : commits.parseCommit(head);
            while (commit != null && last.size() < most) {
                last.add(new GitCommit(
                        commit.name(),
                        Instant.ofEpochSecond(commit.getCommitTime()),
                        commit.getParentCount() > 1,
                        new GitTree(repository, commit.getTree().getId())));
                commit = commit.getParentCount() == 0 ? null : commits.parseCommit(commit.getParent(0));
            }
            return last;
        } catch (MissingObjectException e) {
            return last; // as far as a partial clone has them
        } catch (IOException | RuntimeException e) {
            throw new GitException("cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Reads a directory in one commit after the other. */
    public SuccessiveTrees successive(String directory) {
        return new SuccessiveTrees(repository, directory);
    }

    private Set<String> changes(RevWalk commits, RevCommit commit, String directory) throws IOException {
        Set<String> paths = new TreeSet<>();
        String prefix = directory.isEmpty() ? "" : directory + "/";
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.setRecursive(true);
            walk.addTree(commit.getTree());
            if (commit.getParentCount() > 0) {
                walk.addTree(commits.parseCommit(commit.getParent(0)).getTree());
            } else {
                walk.addTree(new EmptyTreeIterator());
            }
            walk.setFilter(
                    directory.isEmpty()
                            ? TreeFilter.ANY_DIFF
                            : AndTreeFilter.create(PathFilter.create(directory), TreeFilter.ANY_DIFF));
            while (walk.next()) {
                String path = walk.getPathString();
                if (path.startsWith(prefix) && path.length() > prefix.length()) {
                    paths.add(path.substring(prefix.length()));
                }
            }
        }
        return paths;
    }

    /**
     * The whole hash of a commit. No branch and no tag is taken for one, whatever they are called.
     *
     * @param hash in hex, whole or its beginning
     * @param merge whether a CI made it of a pull request, so that clones do not have it
     */
    public String commit(String hash, boolean merge) throws GitException {
        AbbreviatedObjectId wanted = AbbreviatedObjectId.isId(hash) ? AbbreviatedObjectId.fromString(hash) : null;
        try (ObjectReader objects = repository.newObjectReader()) {
            List<String> commits = new ArrayList<>();
            for (ObjectId object : wanted == null ? List.<ObjectId>of() : objects.resolve(wanted)) {
                if (isCommit(objects, object)) {
                    commits.add(object.name());
                }
            }
            if (commits.size() > 1) {
                throw new GitException("is the beginning of " + commits.size() + " commits of the repository");
            }
            if (commits.isEmpty() && merge) {
                throw new GitException("is a merge that the CI made of a pull request, and not in the repository; "
                        + "git fetch origin pull/NUMBER/merge brings it while the request is open");
            }
            if (commits.isEmpty()) {
                throw missing("is no commit of the repository");
            }
            return commits.get(0);
        } catch (IOException | RuntimeException e) {
            throw new GitException("cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** A whole hash resolves to itself, whether there is such an object or not. */
    private static boolean isCommit(ObjectReader objects, ObjectId object) throws IOException {
        try {
            return objects.open(object).getType() == Constants.OBJ_COMMIT;
        } catch (MissingObjectException e) {
            return false;
        }
    }

    /** Whether it ends before the first commit. */
    public boolean isShallow() {
        return Files.exists(new File(repository.getCommonDirectory(), "shallow").toPath());
    }

    private GitException missing(String what) {
        return new GitException(
                isShallow()
                        ? what + ", which is a shallow clone; git fetch --unshallow brings the rest"
                        : what + "; look for it with git log --all, or git fetch it");
    }

    /**
     * What is checked out.
     *
     * @param commit its hash
     * @param branch or {@code null} where it is no branch's
     */
    public record Head(String commit, @Nullable String branch) {}

    /** What is checked out; empty before the first commit. */
    public Optional<Head> head() throws GitException {
        try {
            ObjectId commit = repository.resolve(Constants.HEAD);
            String full = repository.getFullBranch();
            boolean branch = full != null && full.startsWith(Constants.R_HEADS);
            return commit == null
                    ? Optional.empty()
                    : Optional.of(new Head(commit.name(), branch ? repository.getBranch() : null));
        } catch (IOException e) {
            throw new GitException("its HEAD cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
