;; Inference kernel of the bundled nets, WebAssembly with 128-bit SIMD. Pointers and offsets are bytes, numbers float32 unless said.
;; Assembled with wat2wasm (wabt); kernel-bytes.ts holds the result.
(module
  (import "env" "memory" (memory 1))

  ;; For each set of four lanes (bit i = lane i), the byte shuffle that moves these lanes to the front.
  (data (i32.const 64)
    "\80\80\80\80\80\80\80\80\80\80\80\80\80\80\80\80"
    "\00\01\02\03\80\80\80\80\80\80\80\80\80\80\80\80"
    "\04\05\06\07\80\80\80\80\80\80\80\80\80\80\80\80"
    "\00\01\02\03\04\05\06\07\80\80\80\80\80\80\80\80"
    "\08\09\0a\0b\80\80\80\80\80\80\80\80\80\80\80\80"
    "\00\01\02\03\08\09\0a\0b\80\80\80\80\80\80\80\80"
    "\04\05\06\07\08\09\0a\0b\80\80\80\80\80\80\80\80"
    "\00\01\02\03\04\05\06\07\08\09\0a\0b\80\80\80\80"
    "\0c\0d\0e\0f\80\80\80\80\80\80\80\80\80\80\80\80"
    "\00\01\02\03\0c\0d\0e\0f\80\80\80\80\80\80\80\80"
    "\04\05\06\07\0c\0d\0e\0f\80\80\80\80\80\80\80\80"
    "\00\01\02\03\04\05\06\07\0c\0d\0e\0f\80\80\80\80"
    "\08\09\0a\0b\0c\0d\0e\0f\80\80\80\80\80\80\80\80"
    "\00\01\02\03\08\09\0a\0b\0c\0d\0e\0f\80\80\80\80"
    "\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\80\80\80\80"
    "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f")

  ;; IEEE 754 half precision to single, exact (binary16 moved to binary32's place and its exponent put right by a product with 2^112).
  ;; Reads and writes in steps of four numbers.
  (func (export "decode") (param $from i32) (param $count i32) (param $to i32)
    (local $end i32) (local $h v128) (local $m v128)
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $count) (i32.const 1))))
    (loop $fours
      (local.set $h (v128.load16x4_u (local.get $from)))
      (local.set $m (i32x4.shl (v128.and (local.get $h) (v128.const i32x4 0x7fff 0x7fff 0x7fff 0x7fff)) (i32.const 13)))
      (v128.store (local.get $to) (v128.or
        (i32x4.shl (v128.and (local.get $h) (v128.const i32x4 0x8000 0x8000 0x8000 0x8000)) (i32.const 16))
        (v128.or
          (f32x4.mul (local.get $m) (v128.const i32x4 0x77800000 0x77800000 0x77800000 0x77800000))
          ;; Infinity and NaN: the highest exponent stays the highest.
          (v128.and
            (i32x4.gt_s (local.get $m) (v128.const i32x4 0x0f7fffff 0x0f7fffff 0x0f7fffff 0x0f7fffff))
            (v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000)))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $fours (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 8))) (local.get $end)))))

  ;; out[0..width) = max(floor, bias + sum over `count` inputs of input x weights[input][0..width)); width is a multiple of 32.
  (func (export "affine")
    (param $inputs i32) (param $count i32) (param $weights i32) (param $width i32) (param $bias i32) (param $floor f32) (param $out i32)
    (local $stride i32) (local $column i32) (local $k i32) (local $end i32) (local $p i32) (local $x v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (local.set $stride (i32.shl (local.get $width) (i32.const 2)))
    (local.set $end (i32.add (local.get $inputs) (i32.shl (local.get $count) (i32.const 2))))
    (loop $columns
      (local.set $p (i32.add (local.get $bias) (local.get $column)))
      (local.set $a0 (v128.load offset=0 (local.get $p)))
      (local.set $a1 (v128.load offset=16 (local.get $p)))
      (local.set $a2 (v128.load offset=32 (local.get $p)))
      (local.set $a3 (v128.load offset=48 (local.get $p)))
      (local.set $a4 (v128.load offset=64 (local.get $p)))
      (local.set $a5 (v128.load offset=80 (local.get $p)))
      (local.set $a6 (v128.load offset=96 (local.get $p)))
      (local.set $a7 (v128.load offset=112 (local.get $p)))
      (local.set $k (local.get $inputs))
      (local.set $p (i32.add (local.get $weights) (local.get $column)))
      (loop $sum
        (local.set $x (v128.load32_splat (local.get $k)))
        (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $x) (v128.load offset=0 (local.get $p)))))
        (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $p)))))
        (local.set $a2 (f32x4.add (local.get $a2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $p)))))
        (local.set $a3 (f32x4.add (local.get $a3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $p)))))
        (local.set $a4 (f32x4.add (local.get $a4) (f32x4.mul (local.get $x) (v128.load offset=64 (local.get $p)))))
        (local.set $a5 (f32x4.add (local.get $a5) (f32x4.mul (local.get $x) (v128.load offset=80 (local.get $p)))))
        (local.set $a6 (f32x4.add (local.get $a6) (f32x4.mul (local.get $x) (v128.load offset=96 (local.get $p)))))
        (local.set $a7 (f32x4.add (local.get $a7) (f32x4.mul (local.get $x) (v128.load offset=112 (local.get $p)))))
        (local.set $p (i32.add (local.get $p) (local.get $stride)))
        (br_if $sum (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 4))) (local.get $end))))
      (local.set $p (i32.add (local.get $out) (local.get $column)))
      (local.set $x (f32x4.splat (local.get $floor)))
      (v128.store offset=0 (local.get $p) (f32x4.max (local.get $a0) (local.get $x)))
      (v128.store offset=16 (local.get $p) (f32x4.max (local.get $a1) (local.get $x)))
      (v128.store offset=32 (local.get $p) (f32x4.max (local.get $a2) (local.get $x)))
      (v128.store offset=48 (local.get $p) (f32x4.max (local.get $a3) (local.get $x)))
      (v128.store offset=64 (local.get $p) (f32x4.max (local.get $a4) (local.get $x)))
      (v128.store offset=80 (local.get $p) (f32x4.max (local.get $a5) (local.get $x)))
      (v128.store offset=96 (local.get $p) (f32x4.max (local.get $a6) (local.get $x)))
      (v128.store offset=112 (local.get $p) (f32x4.max (local.get $a7) (local.get $x)))
      (br_if $columns (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 128))) (local.get $stride)))))

  ;; For each row set, in order, and each of its alleles, in order: out[0..2) += (firstWeight, secondWeight) x the net's two logits; out is float64.
  ;; sets: of each row set the addresses of its first row number and behind its last (uint16, at least one), and behind its last allele.
  ;; alleles: the addresses of the alleles' parts, row set after row set.
  ;; net: table, units, weights, width, heads, heads' bias, offset of the net's gain, bias and hidden bias in an allele's part.
  ;; table [rows][units]; weights in blocks of 32 hidden units, [block][unit][32]; heads [2][width]; units and width are multiples of 32.
  ;; scratch: 4 bytes a unit, and 64 x (8 bytes a unit + 48) + 32.
  ;; The first layer and its rectifier run for 64 pairs, then the hidden layer block by block for all of them: a block of weights stays in the
  ;; innermost cache.
  (func (export "score")
    (param $sets i32) (param $setsEnd i32) (param $alleles i32) (param $net i32) (param $scratch i32)
    (param $firstWeight f64) (param $secondWeight f64) (param $out i32)
    (local $table i32) (local $stride i32) (local $part i32) (local $ends i32) (local $offsets i32) (local $values i32)
    (local $r i32) (local $rowsEnd i32) (local $allelesEnd i32) (local $column i32) (local $base i32) (local $p i32) (local $u i32)
    (local $gain i32) (local $bias i32) (local $last i32) (local $mask i32) (local $pairs i32)
    (local $v v128) (local $x v128) (local $unit v128) (local $zero v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (local.set $table (i32.load offset=0 (local.get $net)))
    (local.set $stride (i32.shl (i32.load offset=4 (local.get $net)) (i32.const 2)))
    (local.set $part (i32.load offset=24 (local.get $net)))
    (local.set $ends (i32.add (local.get $scratch) (local.get $stride)))
    (local.set $offsets (i32.add (local.get $ends) (i32.const 3072)))
    (local.set $values (i32.add (i32.add (local.get $offsets) (i32.shl (local.get $stride) (i32.const 6))) (i32.const 16)))
    (if (i32.ge_u (local.get $sets) (local.get $setsEnd)) (then (return)))
    (loop $set
      (local.set $rowsEnd (i32.load offset=4 (local.get $sets)))
      (local.set $allelesEnd (i32.load offset=8 (local.get $sets)))
      (local.set $column (i32.const 0))
      (loop $columns
        (local.set $a0 (v128.const i32x4 0 0 0 0))
        (local.set $a1 (v128.const i32x4 0 0 0 0))
        (local.set $a2 (v128.const i32x4 0 0 0 0))
        (local.set $a3 (v128.const i32x4 0 0 0 0))
        (local.set $a4 (v128.const i32x4 0 0 0 0))
        (local.set $a5 (v128.const i32x4 0 0 0 0))
        (local.set $a6 (v128.const i32x4 0 0 0 0))
        (local.set $a7 (v128.const i32x4 0 0 0 0))
        (local.set $base (i32.add (local.get $table) (local.get $column)))
        (local.set $r (i32.load (local.get $sets)))
        (loop $rows
          (local.set $p (i32.add (local.get $base) (i32.mul (i32.load16_u (local.get $r)) (local.get $stride))))
          (local.set $a0 (f32x4.add (local.get $a0) (v128.load offset=0 (local.get $p))))
          (local.set $a1 (f32x4.add (local.get $a1) (v128.load offset=16 (local.get $p))))
          (local.set $a2 (f32x4.add (local.get $a2) (v128.load offset=32 (local.get $p))))
          (local.set $a3 (f32x4.add (local.get $a3) (v128.load offset=48 (local.get $p))))
          (local.set $a4 (f32x4.add (local.get $a4) (v128.load offset=64 (local.get $p))))
          (local.set $a5 (f32x4.add (local.get $a5) (v128.load offset=80 (local.get $p))))
          (local.set $a6 (f32x4.add (local.get $a6) (v128.load offset=96 (local.get $p))))
          (local.set $a7 (f32x4.add (local.get $a7) (v128.load offset=112 (local.get $p))))
          (br_if $rows (i32.lt_u (local.tee $r (i32.add (local.get $r) (i32.const 2))) (local.get $rowsEnd))))
        (local.set $p (i32.add (local.get $scratch) (local.get $column)))
        (v128.store offset=0 (local.get $p) (local.get $a0))
        (v128.store offset=16 (local.get $p) (local.get $a1))
        (v128.store offset=32 (local.get $p) (local.get $a2))
        (v128.store offset=48 (local.get $p) (local.get $a3))
        (v128.store offset=64 (local.get $p) (local.get $a4))
        (v128.store offset=80 (local.get $p) (local.get $a5))
        (v128.store offset=96 (local.get $p) (local.get $a6))
        (v128.store offset=112 (local.get $p) (local.get $a7))
        (br_if $columns (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 128))) (local.get $stride))))
      (if (i32.lt_u (local.get $alleles) (local.get $allelesEnd)) (then (loop $allele
        (local.set $gain (i32.add (i32.load (local.get $alleles)) (local.get $part)))
        (local.set $bias (i32.add (local.get $gain) (local.get $stride)))
        (local.set $unit (v128.const i32x4 0 128 256 384))
        (local.set $u (i32.const 0))
        ;; Four units a step: what passes the rectifier is moved to the front and stored behind what passed before.
        (loop $rectify
          (local.set $v (f32x4.add
            (f32x4.mul (v128.load (i32.add (local.get $scratch) (local.get $u))) (v128.load (i32.add (local.get $gain) (local.get $u))))
            (v128.load (i32.add (local.get $bias) (local.get $u)))))
          (local.set $mask (i32x4.bitmask (f32x4.gt (local.get $v) (local.get $zero))))
          (local.set $x (v128.load offset=64 (i32.shl (local.get $mask) (i32.const 4))))
          (v128.store (i32.add (local.get $values) (local.get $last)) (i8x16.swizzle (local.get $v) (local.get $x)))
          (v128.store (i32.add (local.get $offsets) (local.get $last)) (i8x16.swizzle (local.get $unit) (local.get $x)))
          (local.set $last (i32.add (local.get $last) (i32.shl (i32.popcnt (local.get $mask)) (i32.const 2))))
          (local.set $unit (i32x4.add (local.get $unit) (v128.const i32x4 512 512 512 512)))
          (br_if $rectify (i32.lt_u (local.tee $u (i32.add (local.get $u) (i32.const 16))) (local.get $stride))))
        (local.set $p (i32.add (local.get $ends) (i32.mul (local.get $pairs) (i32.const 48))))
        (i32.store offset=0 (local.get $p) (local.get $last))
        (i32.store offset=4 (local.get $p) (i32.add (local.get $bias) (local.get $stride)))
        (local.set $pairs (i32.add (local.get $pairs) (i32.const 1)))
        (if (i32.eq (local.get $pairs) (i32.const 64)) (then
          (call $hidden (local.get $net) (local.get $ends) (local.get $pairs) (local.get $offsets) (local.get $values)
            (local.get $firstWeight) (local.get $secondWeight) (local.get $out))
          (local.set $out (i32.add (local.get $out) (i32.const 1024)))
          (local.set $pairs (i32.const 0))
          (local.set $last (i32.const 0))))
        (br_if $allele (i32.lt_u (local.tee $alleles (i32.add (local.get $alleles) (i32.const 4))) (local.get $allelesEnd))))))
      (br_if $set (i32.lt_u (local.tee $sets (i32.add (local.get $sets) (i32.const 12))) (local.get $setsEnd))))
    (if (local.get $pairs) (then
      (call $hidden (local.get $net) (local.get $ends) (local.get $pairs) (local.get $offsets) (local.get $values)
        (local.get $firstWeight) (local.get $secondWeight) (local.get $out)))))

  ;; Hidden layer, rectifier and heads of `count` pairs. pairs: 48 bytes each, where its list of active units ends and the address of
  ;; its hidden bias, then, from byte 16 on, room for the heads' sums.
  (func $hidden
    (param $net i32) (param $pairs i32) (param $count i32) (param $offsets i32) (param $values i32)
    (param $firstWeight f64) (param $secondWeight f64) (param $out i32)
    (local $weights i32) (local $widthBytes i32) (local $heads i32) (local $blockBytes i32)
    (local $bias0 f32) (local $bias1 f32) (local $column i32) (local $pair i32) (local $pairsEnd i32)
    (local $k i32) (local $end i32) (local $p i32) (local $q i32)
    (local $x v128) (local $zero v128) (local $first v128) (local $second v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (local.set $weights (i32.load offset=8 (local.get $net)))
    (local.set $blockBytes (i32.shl (i32.load offset=4 (local.get $net)) (i32.const 7)))
    (local.set $widthBytes (i32.shl (i32.load offset=12 (local.get $net)) (i32.const 2)))
    (local.set $heads (i32.load offset=16 (local.get $net)))
    (local.set $bias0 (f32.load offset=0 (i32.load offset=20 (local.get $net))))
    (local.set $bias1 (f32.load offset=4 (i32.load offset=20 (local.get $net))))
    (local.set $pairsEnd (i32.add (local.get $pairs) (i32.mul (local.get $count) (i32.const 48))))
    (loop $blocks
      (local.set $k (i32.const 0))
      (local.set $pair (local.get $pairs))
      (loop $nextPair
        (local.set $end (i32.load (local.get $pair)))
        (local.set $p (i32.add (i32.load offset=4 (local.get $pair)) (local.get $column)))
        (local.set $a0 (v128.load offset=0 (local.get $p)))
        (local.set $a1 (v128.load offset=16 (local.get $p)))
        (local.set $a2 (v128.load offset=32 (local.get $p)))
        (local.set $a3 (v128.load offset=48 (local.get $p)))
        (local.set $a4 (v128.load offset=64 (local.get $p)))
        (local.set $a5 (v128.load offset=80 (local.get $p)))
        (local.set $a6 (v128.load offset=96 (local.get $p)))
        (local.set $a7 (v128.load offset=112 (local.get $p)))
        (if (i32.lt_u (local.get $k) (local.get $end)) (then (loop $units
          (local.set $p (i32.add (local.get $weights) (i32.load (i32.add (local.get $offsets) (local.get $k)))))
          (local.set $x (v128.load32_splat (i32.add (local.get $values) (local.get $k))))
          (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $x) (v128.load offset=0 (local.get $p)))))
          (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $p)))))
          (local.set $a2 (f32x4.add (local.get $a2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $p)))))
          (local.set $a3 (f32x4.add (local.get $a3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $p)))))
          (local.set $a4 (f32x4.add (local.get $a4) (f32x4.mul (local.get $x) (v128.load offset=64 (local.get $p)))))
          (local.set $a5 (f32x4.add (local.get $a5) (f32x4.mul (local.get $x) (v128.load offset=80 (local.get $p)))))
          (local.set $a6 (f32x4.add (local.get $a6) (f32x4.mul (local.get $x) (v128.load offset=96 (local.get $p)))))
          (local.set $a7 (f32x4.add (local.get $a7) (f32x4.mul (local.get $x) (v128.load offset=112 (local.get $p)))))
          (br_if $units (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 4))) (local.get $end))))))
        (local.set $first (local.get $zero))
        (local.set $second (local.get $zero))
        (if (local.get $column) (then
          (local.set $first (v128.load offset=16 (local.get $pair)))
          (local.set $second (v128.load offset=32 (local.get $pair)))))
        (local.set $p (i32.add (local.get $heads) (local.get $column)))
        (local.set $q (i32.add (local.get $p) (local.get $widthBytes)))
        (local.set $a0 (f32x4.max (local.get $a0) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a0) (v128.load offset=0 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a0) (v128.load offset=0 (local.get $q)))))
        (local.set $a1 (f32x4.max (local.get $a1) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a1) (v128.load offset=16 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a1) (v128.load offset=16 (local.get $q)))))
        (local.set $a2 (f32x4.max (local.get $a2) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a2) (v128.load offset=32 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a2) (v128.load offset=32 (local.get $q)))))
        (local.set $a3 (f32x4.max (local.get $a3) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a3) (v128.load offset=48 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a3) (v128.load offset=48 (local.get $q)))))
        (local.set $a4 (f32x4.max (local.get $a4) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a4) (v128.load offset=64 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a4) (v128.load offset=64 (local.get $q)))))
        (local.set $a5 (f32x4.max (local.get $a5) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a5) (v128.load offset=80 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a5) (v128.load offset=80 (local.get $q)))))
        (local.set $a6 (f32x4.max (local.get $a6) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a6) (v128.load offset=96 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a6) (v128.load offset=96 (local.get $q)))))
        (local.set $a7 (f32x4.max (local.get $a7) (local.get $zero)))
        (local.set $first (f32x4.add (local.get $first) (f32x4.mul (local.get $a7) (v128.load offset=112 (local.get $p)))))
        (local.set $second (f32x4.add (local.get $second) (f32x4.mul (local.get $a7) (v128.load offset=112 (local.get $q)))))
        (v128.store offset=16 (local.get $pair) (local.get $first))
        (v128.store offset=32 (local.get $pair) (local.get $second))
        (br_if $nextPair (i32.lt_u (local.tee $pair (i32.add (local.get $pair) (i32.const 48))) (local.get $pairsEnd))))
      (local.set $weights (i32.add (local.get $weights) (local.get $blockBytes)))
      (br_if $blocks (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 128))) (local.get $widthBytes))))
    (loop $logits
      (local.set $first (v128.load offset=16 (local.get $pairs)))
      (local.set $second (v128.load offset=32 (local.get $pairs)))
      (f64.store offset=0 (local.get $out) (f64.add (f64.load offset=0 (local.get $out)) (f64.mul (local.get $firstWeight) (f64.promote_f32
        (f32.add (local.get $bias0) (f32.add (f32.add (f32.add (f32x4.extract_lane 0 (local.get $first)) (f32x4.extract_lane 1 (local.get $first))) (f32x4.extract_lane 2 (local.get $first))) (f32x4.extract_lane 3 (local.get $first))))))))
      (f64.store offset=8 (local.get $out) (f64.add (f64.load offset=8 (local.get $out)) (f64.mul (local.get $secondWeight) (f64.promote_f32
        (f32.add (local.get $bias1) (f32.add (f32.add (f32.add (f32x4.extract_lane 0 (local.get $second)) (f32x4.extract_lane 1 (local.get $second))) (f32x4.extract_lane 2 (local.get $second))) (f32x4.extract_lane 3 (local.get $second))))))))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $logits (i32.lt_u (local.tee $pairs (i32.add (local.get $pairs) (i32.const 48))) (local.get $pairsEnd)))))
)
