package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import io.kubernetes.client.util.credentials.ClientCertificateAuthentication;
import io.kubernetes.client.util.credentials.KubeconfigAuthentication;
import io.kubernetes.client.util.credentials.UsernamePasswordAuthentication;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from a program that a kubeconfig names. The official client runs it; what it lacks is
 * added here: it waits for ever for a program that does not end, and goes on without credentials
 * when there are none. Called by whoever holds the lock of the connection.
 */
final class ExecPlugin {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final List<String> VERSIONS =
      List.of(
          "client.authentication.k8s.io/v1",
          "client.authentication.k8s.io/v1beta1",
          "client.authentication.k8s.io/v1alpha1");

  private @Nullable FutureTask<ClientBuilder> running;

  /**
   * What the official client makes of a kubeconfig whose user has a program.
   *
   * @param exec how the kubeconfig describes the program
   * @throws KubernetesException when the program brings nothing
   */
  ClientBuilder credentials(KubeConfig config, Path file, Map<?, ?> exec, TimeBudget budget)
      throws InterruptedException {
    var command = exec.get("command") instanceof String text ? text : "";
    if (running != null && !running.isDone()) {
      throw failed(command + " was started earlier and has not ended");
    }
    var task = new FutureTask<>(() -> ClientBuilder.kubeconfig(config));
    running = task;
    var thread = new Thread(task, "pulse-kubeconfig-exec");
    thread.setDaemon(true);
    thread.start();
    var patience = budget.remaining().compareTo(LONGEST) < 0 ? budget.remaining() : LONGEST;
    try {
      var builder = task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (hasNothing(builder)) {
        throw failed(whyNothing(exec, command, file));
      }
      return builder;
    } catch (TimeoutException e) {
      throw failed(command + " did not end within " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw ClusterAccess.unusable(unreadable);
      }
      // Its message may quote what the program wrote: a credential.
      throw failed(command + " wrote something that is no ExecCredential");
    }
  }

  /** The official client tells its log only, so this looks for what it can have stumbled over. */
  private static String whyNothing(Map<?, ?> exec, String command, Path file) {
    if (!VERSIONS.contains(String.valueOf(exec.get("apiVersion")))) {
      return "its apiVersion is none of " + String.join(", ", VERSIONS);
    }
    return exists(command, file)
        ? command + " gave no credentials; see what it wrote to standard error"
        : "there is no program " + command;
  }

  /** A command with a directory is looked for beside the kubeconfig, another one on the path. */
  private static boolean exists(String command, Path file) {
    try {
      if (command.contains("/") || command.contains(File.separator)) {
        return Files.exists(file.toAbsolutePath().resolveSibling(command));
      }
      @Nullable String path = System.getenv("PATH");
      // Where programs have endings that nobody writes, only the system can tell.
      return path == null
          || File.separatorChar == '\\'
          || Arrays.stream(path.split(File.pathSeparator, -1))
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean hasNothing(ClientBuilder builder) {
    return builder.getAuthentication() instanceof KubeconfigAuthentication authentication
        && !(authentication.getDelegateAuthentication() instanceof AccessTokenAuthentication)
        && !(authentication.getDelegateAuthentication() instanceof UsernamePasswordAuthentication)
        && !(authentication.getDelegateAuthentication() instanceof ClientCertificateAuthentication);
  }

  private static KubernetesException failed(String because) {
    return KubernetesException.of(Kind.PLUGIN_FAILED, "kubeconfig exec plugin failed: " + because);
  }
}
