package dev.misstep.context.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository of git on the disk. Only reads. */
public final class GitRepository implements AutoCloseable {
    private final Repository repository;
    private final Path root;

    private GitRepository(Repository repository, Path root) {
        this.repository = repository;
        this.root = root;
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

    private GitException missing(String what) {
        boolean shallow = Files.exists(new File(repository.getCommonDirectory(), "shallow").toPath());
        return new GitException(
                shallow
                        ? what + ", which is a shallow clone; git fetch --unshallow brings the rest"
                        : what + "; look for it with git log --all, or git fetch it");
    }

    @Override
    public void close() {
        repository.close();
    }
}
