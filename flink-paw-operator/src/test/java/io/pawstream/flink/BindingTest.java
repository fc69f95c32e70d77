package io.pawstream.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.engine.ProgramOptions;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingTest {

  @ParameterizedTest
  @CsvSource({
    "triage.paw, triage",
    "/opt/programs/triage.paw, triage",
    "C:\\programs\\triage.paw, triage",
    "file:///opt/triage.v2.paw, triage.v2",
    "triage.paw@sha256:00, triage",
    "acme/triage@v2, triage",
    "acme/triage@v2@sha256:00, triage",
    "3f2a91, 3f2a91",
  })
  void takesItsNameFromTheReference(String reference, String name) {
    assertThat(Binding.of(reference).name()).isEqualTo(name);
    assertThat(Binding.of(reference).program()).isEqualTo(reference);
  }

  @Test
  void keepsFailuresUnlessToldOtherwise() {
    assertThat(Binding.of("triage.paw").onFailure()).isEqualTo(OnFailure.tag());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAConfidenceOutOfRange(double confidence) {
    assertThatThrownBy(() -> Binding.of("triage.paw").withMinConfidence(confidence))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("binding=triage")
        .hasMessageContaining("minConfidence=" + confidence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "/", "@sha256:00"})
  void refusesAReferenceThatNamesNothing(String reference) {
    assertThatThrownBy(() -> Binding.of(reference)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesADefaultLabelOutsideTheLabelSet() {
    Binding binding =
        Binding.of("triage.paw")
            .withOptions(ProgramOptions.DEFAULT.withLabels(List.of("billing", "bug")));

    assertThat(binding.withOnFailure(OnFailure.defaultLabel("bug")).onFailure())
        .isEqualTo(OnFailure.defaultLabel("bug"));
    assertThatThrownBy(() -> binding.withOnFailure(OnFailure.defaultLabel("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label=other")
        .hasMessageContaining("[billing, bug]");
  }

  @Test
  void refusesADefaultLabelForFreeText() {
    Binding binding =
        Binding.of("order.paw").withOptions(ProgramOptions.DEFAULT.withLabels(List.of()));

    assertThatThrownBy(() -> binding.withOnFailure(OnFailure.defaultLabel("none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("free text");
  }

  @Test
  void travelsWithTheJob() throws Exception {
    Binding binding =
        new Binding(
            "triage",
            "triage.paw",
            ProgramOptions.DEFAULT.withLabels(List.of("billing", "bug")),
            OnFailure.defaultLabel("bug"),
            0.5);

    assertThat(InstantiationUtil.clone(binding)).isEqualTo(binding);
  }
}
