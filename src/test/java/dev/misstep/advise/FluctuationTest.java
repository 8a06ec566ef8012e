package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.advise.ImageDifference.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class FluctuationTest {
    private static final Fluctuation LOGS = new Fluctuation(List.of(
            new ImageDifference("/etc/ld.so.cache", Change.CONTENT),
            new ImageDifference("/logs/1", Change.REMOVED),
            new ImageDifference("/logs/2", Change.ADDED),
            new ImageDifference("/logs/2/x", Change.ADDED)));

    private static ImageDifference added(String path) {
        return new ImageDifference(path, Change.ADDED);
    }

    private static ImageDifference removed(String path) {
        return new ImageDifference(path, Change.REMOVED);
    }

    @Test
    void theSameDifferenceInTheSameRespectIsNoMore() {
        ImageDifference mode = new ImageDifference("/etc/ld.so.cache", Change.MODE);

        assertThat(LOGS.beyond(List.of(new ImageDifference("/etc/ld.so.cache", Change.CONTENT), mode)))
                .containsExactly(mode);
    }

    @Test
    void aDirectoryThatHasOtherNamesEachTimeMayHaveAThirdWithAllThatIsInIt() {
        assertThat(LOGS.beyond(List.of(removed("/logs/1"), added("/logs/3"), added("/logs/3/x"), added("/logs/3/x/y"))))
                .isEmpty();
    }

    @Test
    void moreNamesThanThatAreMore() {
        assertThat(LOGS.beyond(List.of(removed("/logs/1"), added("/logs/3"), added("/logs/4"))))
                .containsExactly(removed("/logs/1"), added("/logs/3"), added("/logs/4"));
    }

    @Test
    void aNameThatBothHadAndIsGoneIsMore() {
        assertThat(LOGS.beyond(List.of(removed("/logs/1"), removed("/logs/kept"), added("/logs/3"))))
                .containsExactly(removed("/logs/1"), removed("/logs/kept"), added("/logs/3"));
    }

    @Test
    void aNameWithNothingInItsPlaceIsMissing() {
        assertThat(LOGS.beyond(List.of(removed("/logs/1")))).containsExactly(removed("/logs/1"));
    }

    @Test
    void whatOneOfTheTwoLackedMayBeLacking() {
        Fluctuation flaky = new Fluctuation(List.of(removed("/cache/x"), removed("/cache/x/y")));

        assertThat(flaky.beyond(List.of(removed("/cache/x"), removed("/cache/x/y"))))
                .isEmpty();
        assertThat(flaky.beyond(List.of(added("/cache/z")))).containsExactly(added("/cache/z"));
    }

    @Test
    void elsewhereNothingIsForgiven() {
        assertThat(LOGS.beyond(List.of(added("/data/3"), removed("/data/1"))))
                .containsExactly(added("/data/3"), removed("/data/1"));
    }
}
