package dev.misstep.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.history.ClassicImages.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which images the classic builder still finds, told by what it built before. */
class ClassicImagesTest {
    private static final ClassicImages BUILT = ClassicImages.NONE.with(chain(true, "a", "b", "c"), "1");

    /** Steps one on another, the lowest first. */
    private static List<Step> chain(boolean ran, String... keys) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            steps.add(new Step(keys[i], ran, i == 0 ? List.of() : List.of(keys[i - 1]), List.of()));
        }
        return steps;
    }

    @Test
    void whatWasBuiltIsFound() {
        assertThat(BUILT.hidden()).isEmpty();
        assertThat(BUILT.with(chain(false, "a", "b", "c"), "2").hidden()).isEmpty();
    }

    @Test
    void aSideWayIsFoundToo() {
        ClassicImages both =
                BUILT.with(chain(false, "a"), "2").with(List.of(new Step("d", true, List.of("a"), List.of())), "2");
        assertThat(both.hidden()).isEmpty();
    }

    @Test
    void withoutCacheAllIsMadeAnewAndWhatStoodOnTheOldIsNotFound() {
        ClassicImages again = BUILT.with(chain(true, "a", "x"), "2");
        assertThat(again.hidden()).containsExactly("b", "c");
    }

    @Test
    void whatIsBuiltOnTheNewIsFoundAgain() {
        ClassicImages again = BUILT.with(chain(true, "a", "x"), "2").with(chain(false, "a"), "3");
        ClassicImages rebuilt = again.with(List.of(new Step("b", true, List.of("a"), List.of())), "3");
        assertThat(rebuilt.hidden()).containsExactly("c");
    }

    @Test
    void whatCopiedFromAnImageInPlaceOfWhichThereIsAnotherMayHaveGotOtherFiles() {
        ClassicImages copied = BUILT.with(List.of(new Step("copy", true, List.of(), List.of("c"))), "1");
        assertThat(copied.ofOtherSources()).isEmpty();
        ClassicImages again = copied.with(chain(true, "a", "b", "c"), "2");
        assertThat(again.ofOtherSources()).containsExactly("copy");
        assertThat(again.hidden()).isEmpty();
        ClassicImages hit = again.with(List.of(new Step("copy", false, List.of(), List.of("c"))), "3");
        assertThat(hit.ofOtherSources()).isEmpty();
    }
}
