package dev.misstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.build.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    @Test
    void writesAChartOfTheRunsAndATimelineEach(@TempDir Path directory) throws IOException {
        Path charts = directory.resolve("new/charts");
        assertThat(Charts.write(Samples.nodeApp(), charts))
                .extracting(file -> charts.relativize(file).toString())
                .containsExactly(
                        "hit-rate.png", "timeline-1.png", "timeline-2.png", "timeline-3.png", "timeline-4.png");
        assertThat(ImageIO.read(charts.resolve("timeline-4.png").toFile()).getHeight())
                .isEqualTo(20 * 13 + 160);
    }

    @Test
    void staysInItsDirectoryWhateverABuildIsCalled(@TempDir Path directory) throws IOException {
        Charts.write(Samples.hostile(), directory.resolve("charts"));
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file.getParent()).isEqualTo(directory.resolve("charts")))
                    .hasSize(3);
        }
    }

    @Test
    void aFileNameIsSafeAndGivenOnce() {
        Set<String> taken = new HashSet<>();
        assertThat(Charts.fileName("../../etc/passwd", taken)).isEqualTo("timeline-etc-passwd.png");
        assertThat(Charts.fileName("etc/passwd", taken)).isEqualTo("timeline-etc-passwd-2.png");
        assertThat(Charts.fileName("ETC/passwd", taken)).isEqualTo("timeline-ETC-passwd-3.png");
        assertThat(Charts.fileName("..", taken)).isEqualTo("timeline-.png");
        assertThat(Charts.fileName("x".repeat(1000), taken)).hasSizeLessThan(80);
    }

    @Test
    void aBarReachesFromStartToEndAndIsNeverInvisible() {
        Build edited = Samples.nodeApp().builds().get(3).build();
        XYIntervalSeriesCollection bars = Charts.bars(Charts.drawn(edited));
        assertThat(bars.getSeriesCount()).isEqualTo(3);
        int executed = bars.indexOf("executed");
        assertThat(bars.getItemCount(executed)).isEqualTo(3);
        assertThat(bars.getStartYValue(executed, 1)).isEqualTo(0.72);
        assertThat(bars.getEndYValue(executed, 1)).isEqualTo(0.72 + 20.81);
        int cached = bars.indexOf("cached");
        assertThat(bars.getEndYValue(cached, 0)).isGreaterThan(bars.getStartYValue(cached, 0));
    }

    @Test
    void theRatesArePercentsAndWhatIsNotKnownHasNoColumn() {
        CategoryDataset rates = Charts.rates(Samples.nodeApp());
        assertThat(rates.getValue("hit rate", "run 2")).isEqualTo(100.0);
        assertThat(Charts.rates(Samples.failedEarly()).getValue(0, 0)).isNull();
        assertThat(Charts.seconds(Samples.failedEarly()).getValue(0, 0)).isNull();
    }

    @Test
    void aJavaWithoutFontsIsToldOfByTheNamesOfPackages() {
        assertThatThrownBy(() -> Charts.checkGraphics(() -> {
                    throw new UnsatisfiedLinkError("libfreetype.so.6: cannot open shared object file");
                }))
                .isInstanceOf(Charts.NoGraphicsException.class)
                .hasMessageContaining("libfontconfig1, libfreetype6 and fonts-dejavu-core")
                .hasRootCauseInstanceOf(UnsatisfiedLinkError.class);
    }
}
