package io.pawstream.flink.internal;

import io.pawstream.runtime.Paw;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.functions.RuntimeContext;

/** When engines go that no task holds any more. Stateless; any thread. */
@Internal
public final class EngineRelease {

  private EngineRelease() {}

  /**
   * Lets idle engines go together with the job's class loader. This adds to open and close: engines
   * outlive their last task by a grace period, and their threads would keep the class loader alive.
   * Where the runtime lies in Flink's own class path nothing goes, and the grace period is left
   * alone.
   */
  public static void withTheJob(RuntimeContext context) {
    if (!RuntimeContext.class.getClassLoader().equals(Paw.class.getClassLoader())) {
      context.registerUserCodeClassLoaderReleaseHookIfAbsent("paw-close-idle", Paw::closeIdle);
    }
  }
}
