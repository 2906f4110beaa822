// An edge as a curved ribbon, dashed or whole, with an arrow head where it has a direction.
//
// A ribbon is a triangle strip along a quadratic curve, worked out in pixels in the vertex shader, so that dashes
// and heads keep their size at every zoom. All edges are one instanced draw call.
import type Sigma from "sigma";
import { EdgeProgram, type EdgeProgramType, type ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { drawEdgeLabel } from "./labels";

export interface RibbonData extends EdgeDisplayData {
  curvature: number; // how far the curve leaves the straight line, as a part of its length
  dash: number;      // length of a dash in pixels, 0 for a whole line
  arrow: boolean;
}

// Points of the strip: a place along the curve, and a side. Beyond 1 are the corners of the head and its tip.
function strip(pieces: number): number[][] {
  const points: number[][] = [];
  for (let i = 0; i <= pieces; i++) points.push([i / pieces, -1], [i / pieces, 1]);
  points.push([2, -1], [2, 1], [3, -1], [3, 1]);
  return points;
}

const vertex = `
attribute vec2 a_step;
attribute vec2 a_from;
attribute vec2 a_to;
attribute vec2 a_radii;
attribute vec4 a_style;
attribute vec4 a_color;
attribute vec4 a_id;

uniform mat3 u_matrix;
uniform vec2 u_size;
uniform float u_sizeRatio;

varying vec4 v_color;
varying float v_along;
varying float v_across;
varying float v_half;
varying float v_dash;

vec2 pixel(vec2 p) { return (u_matrix * vec3(p, 1.0)).xy * u_size * 0.5; }

void main() {
  vec2 from = pixel(a_from);
  vec2 to = pixel(a_to);
  float chord = max(length(to - from), 0.001);
  vec2 ahead = (to - from) / chord;
  vec2 bend = (from + to) * 0.5 + vec2(-ahead.y, ahead.x) * a_style.y * chord;
  float len = chord * (1.0 + 0.667 * a_style.y * a_style.y);

  float thickness = max(a_style.x / u_sizeRatio, 1.0);
  float head = a_style.w > 0.5 ? min(4.0 + 2.4 * thickness, chord * 0.3) : 0.0;
  float first = min(a_radii.x / u_sizeRatio / len, 0.45);
  float tip = max(1.0 - (a_radii.y / u_sizeRatio + 1.0) / len, 0.55);
  float last = max(tip - head / len, first);

  float t = mix(first, last, min(a_step.x, 1.0));
  float half_ = thickness * 0.5;
  #ifdef PICKING_MODE
  half_ = max(half_, 5.0);
  #endif
  float margin = 1.0;
  if (a_step.x > 1.5) half_ = max(2.5 + thickness * 1.1, half_) * step(0.5, a_style.w);
  if (a_step.x > 2.5) { t = tip; half_ = 0.0; margin = 0.4; }

  vec2 place = mix(mix(from, bend, t), mix(bend, to, t), t);
  vec2 along = mix(bend - from, to - bend, t);
  vec2 normal = normalize(vec2(-along.y, along.x) + vec2(0.0, 0.00001));
  place += normal * a_step.y * (half_ + margin);

  gl_Position = vec4(place / (u_size * 0.5), 0.0, 1.0);
  v_across = a_step.y * (half_ + margin);
  v_half = half_;
  v_along = (t - first) * len;
  v_dash = a_step.x > 1.5 ? 0.0 : a_style.z;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

const fragment = `
precision highp float;
varying vec4 v_color;
varying float v_along;
varying float v_across;
varying float v_half;
varying float v_dash;

void main() {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float a = clamp(v_half - abs(v_across) + 0.6, 0.0, 1.0);
  if (v_dash > 0.5) a *= step(mod(v_along, v_dash + min(v_dash * 0.8, 5.0)), v_dash);
  gl_FragColor = vec4(v_color.rgb, 1.0) * (v_color.a * a);
  #endif
}`;

const uniforms = ["u_matrix", "u_size", "u_sizeRatio"] as const;

abstract class Ribbon extends EdgeProgram<(typeof uniforms)[number]> {
  protected abstract pieces(): number;

  drawLabel = drawEdgeLabel as never;

  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
    const points = strip(this.pieces());
    return {
      VERTICES: points.length,
      VERTEX_SHADER_SOURCE: vertex,
      FRAGMENT_SHADER_SOURCE: fragment,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS: uniforms,
      ATTRIBUTES: [
        { name: "a_from", size: 2, type: FLOAT },
        { name: "a_to", size: 2, type: FLOAT },
        { name: "a_radii", size: 2, type: FLOAT },
        { name: "a_style", size: 4, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_step", size: 2, type: FLOAT }],
      CONSTANT_DATA: points,
    };
  }

  processVisibleItem(id: number, at: number, from: NodeDisplayData, to: NodeDisplayData, data: EdgeDisplayData): void {
    const d = data as RibbonData;
    const a = this.array;
    a[at++] = from.x;
    a[at++] = from.y;
    a[at++] = to.x;
    a[at++] = to.y;
    a[at++] = from.size;
    a[at++] = to.size;
    a[at++] = d.size;
    a[at++] = d.curvature;
    a[at++] = d.dash;
    a[at++] = d.arrow ? 1 : 0;
    a[at++] = floatColor(d.color);
    a[at++] = id;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform2f(uniformLocations.u_size, params.width, params.height);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
  }
}

class Straight extends Ribbon {
  protected pieces(): number { return 1; }
}

class Curved extends Ribbon {
  protected pieces(): number { return 24; }
}

export const straight = Straight as unknown as EdgeProgramType;
export const curved = Curved as unknown as EdgeProgramType;
export type Renderer = Sigma;
