package acme.plugin;

/** A third party's provider whose constructor throws. */
public final class BrokenCheckProvider extends NamedCheckProvider {
  public BrokenCheckProvider() {
    super("acme.broken");
    throw new IllegalStateException("no licence");
  }
}
