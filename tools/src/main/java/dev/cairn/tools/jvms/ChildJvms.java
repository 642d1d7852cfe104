package dev.cairn.tools.jvms;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The child JVMs of a command, which all end when this is closed or the command ends. */
public final class ChildJvms implements AutoCloseable {
  private final BlockingQueue<ChildJvm.Event> events = new LinkedBlockingQueue<>();
  private final List<ChildJvm> jvms = new ArrayList<>();
  private final Runnable afterwards;
  private boolean dismissed;

  /** A shutdown, by Ctrl-C for example, runs no finally block. */
  private final Thread killer = new Thread(this::dismiss, "child-killer");

  /**
   * Makes an empty group.
   *
   * @param afterwards runs once all children have ended, also when the command is stopped
   */
  public ChildJvms(Runnable afterwards) {
    this.afterwards = afterwards;
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts a child. Under the lock, so that a shutdown meanwhile waits for it and kills it too.
   *
   * @param kind a word for messages, which a number follows
   */
  public synchronized ChildJvm start(String kind, ChildProgram program) throws IOException {
    if (dismissed) {
      throw new IOException("the program is ending");
    }
    ChildJvm jvm = new ChildJvm(kind + " " + (jvms.size() + 1), program, events);
    jvms.add(jvm);
    return jvm;
  }

  /** Waits for the next event of any child. */
  public ChildJvm.Event next() throws InterruptedException {
    return events.take();
  }

  private synchronized void dismiss() {
    if (dismissed) {
      return;
    }
    dismissed = true;
    jvms.forEach(ChildJvm::kill);
    try {
      for (ChildJvm jvm : jvms) {
        jvm.await();
      }
      afterwards.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the children that still run. */
  @Override
  public void close() {
    dismiss();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // the JVM is shutting down, which runs the killer
    }
  }
}
