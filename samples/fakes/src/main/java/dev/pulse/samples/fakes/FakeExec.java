package dev.pulse.samples.fakes;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An exec that a {@link FakeCluster} saw. Thread-safe. */
public final class FakeExec {
  private final String namespace;
  private final String pod;
  private final FakeRequest request;
  private final List<String> offered;
  private final CompletableFuture<OptionalInt> ended = new CompletableFuture<>();

  FakeExec(String namespace, String pod, FakeRequest request, List<String> offered) {
    this.namespace = namespace;
    this.pod = pod;
    this.request = request;
    this.offered = List.copyOf(offered);
  }

  /** The namespace that was asked. */
  public String namespace() {
    return namespace;
  }

  /** The pod that was asked. */
  public String pod() {
    return pod;
  }

  /** The program and its arguments, exactly as they arrived. */
  public List<String> command() {
    return request.query().getOrDefault("command", List.of());
  }

  /** The container that was named; empty text when none was. */
  public String container() {
    return request.parameter("container");
  }

  /** The sub-protocols that the client offered, in its order. */
  public List<String> protocols() {
    return offered;
  }

  /** The handshake. */
  public FakeRequest request() {
    return request;
  }

  /**
   * Completes when the connection of the exec has ended, with the code of the client's close; empty
   * when the client went without one, or was refused.
   */
  public CompletionStage<OptionalInt> ended() {
    return ended.minimalCompletionStage();
  }

  void end(OptionalInt closeCode) {
    ended.complete(closeCode);
  }

  @Override
  public String toString() {
    return "exec in " + namespace + "/" + pod + " of " + command();
  }
}
