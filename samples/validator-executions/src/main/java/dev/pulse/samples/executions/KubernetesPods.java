package dev.pulse.samples.executions;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

final class KubernetesPods {
  private KubernetesPods() {}

  static Function<ExecutionsSettings, Pods> in(Map<String, String> environment) {
    return settings ->
        new Pods() {
          @Override
          public String namespace() {
            return settings.namespace().orElse("infra");
          }

          @Override
          public boolean isConfigured() {
            return false;
          }

          @Override
          public boolean isConnected() {
            return false;
          }

          @Override
          public List<PodResult> ask() {
            throw new IllegalStateException("not yet " + environment.size());
          }
        };
  }
}
