package io.cacheaside.aspect;

import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.Signature;
import org.aspectj.lang.reflect.SourceLocation;

/**
 * What an advice gets for its join point when it is called to run the body: {@link Advised#read}
 * knows by it that this is no call of the method. Says what the join point itself says.
 */
record BodyRun(JoinPoint.StaticPart joinPoint) implements JoinPoint.StaticPart {
  @Override
  public Signature getSignature() {
    return joinPoint.getSignature();
  }

  @Override
  public SourceLocation getSourceLocation() {
    return joinPoint.getSourceLocation();
  }

  @Override
  public String getKind() {
    return joinPoint.getKind();
  }

  @Override
  public int getId() {
    return joinPoint.getId();
  }

  @Override
  public String toShortString() {
    return joinPoint.toShortString();
  }

  @Override
  public String toLongString() {
    return joinPoint.toLongString();
  }

  @Override
  public String toString() {
    return joinPoint.toString();
  }
}
