package dev.misstep.context.git;

import java.util.Locale;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit is told of this machine: nothing but what it runs on. It would else read variables and the settings of the
 * user and the system, start {@code git} to find those, and write files into the repository to measure its disk.
 */
final class BareSurroundings extends SystemReader.Delegate {
    private static final BareSurroundings ONLY = new BareSurroundings(SystemReader.getInstance());

    private BareSurroundings(SystemReader own) {
        super(own);
    }

    static void set() {
        SystemReader.setInstance(ONLY);
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new NoFile(parent, fs);
    }

    /** Settings without a file. */
    private static final class NoFile extends FileBasedConfig {
        NoFile(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        /** How exact the disk's times are, which JGit would else measure; nothing changes while we read. */
        @Override
        public @Nullable String getString(String section, @Nullable String subsection, String name) {
            if (section.equals("filesystem")) {
                return switch (name.toLowerCase(Locale.ROOT)) {
                    case "timestampresolution" -> "1 s";
                    case "minracythreshold" -> "0 s";
                    default -> super.getString(section, subsection, name);
                };
            }
            return super.getString(section, subsection, name);
        }
    }
}
