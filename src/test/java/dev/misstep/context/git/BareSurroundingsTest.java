package dev.misstep.context.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;

class BareSurroundingsTest {
    @Test
    void noSettingsOfThisMachineAreRead() throws Exception {
        BareSurroundings.set();
        SystemReader reader = SystemReader.getInstance();

        assertThat(reader.getenv("PATH")).isNull();
        assertThat(reader.getUserConfig().getSections()).isEmpty();
        assertThat(reader.getSystemConfig().getSections()).isEmpty();
        assertThat(reader.openUserConfig(null, FS.DETECTED).getFile()).isNull();
    }

    /** What JGit does not find there it measures, with files of its own in the repository, and keeps in the user's home. */
    @Test
    void theDisksTimesNeedNotBeMeasured() throws Exception {
        BareSurroundings.set();

        FileBasedConfig config = SystemReader.getInstance().openJGitConfig(null, FS.DETECTED);

        assertThat(config.getTimeUnit("filesystem", "any|17|disk", "timestampResolution", -1, TimeUnit.SECONDS))
                .isEqualTo(1);
        assertThat(config.getTimeUnit("filesystem", "any|17|disk", "minRacyThreshold", -1, TimeUnit.SECONDS))
                .isZero();
    }
}
