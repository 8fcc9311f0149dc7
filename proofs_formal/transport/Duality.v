(******************************************************************************)
(* Strong Kantorovich duality and the Kantorovich-Rubinstein theorem for       *)
(* measures on finite sets, over every ordered field, without axioms.          *)
(*                                                                             *)
(* `strong_duality`: nonnegative weights mu, nu of equal mass and ANY cost c   *)
(* have a coupling and potentials of equal value; by `certificate_sound` both  *)
(* are optimal.  So a certificate (flow, potentials) always exists, and over   *)
(* the rational numbers it is rational.                                        *)
(* `kantorovich_rubinstein`: for a cost d with d x x = 0, symmetric, with the  *)
(* triangle inequality, the potentials may be taken as (f, -f) with            *)
(* |f x - f y| <= d x y; W_1 is the maximum of int f dmu - int f dnu over      *)
(* 1-Lipschitz f, and the maximum is attained.                                 *)
(* `kantorovich_rubinstein_forward` does without symmetry, for the f with      *)
(* f x - f y <= d x y.  `lip_norm_weak`: for any f the means differ by at most *)
(* Lip(f) W_1, without the triangle inequality.                                *)
(*                                                                             *)
(* Published counterparts: Kantorovich duality with attained maximum (Villani, *)
(* Optimal Transport Old and New, Theorem 5.10; Topics, Theorem 1.3),          *)
(* Kantorovich-Rubinstein (Topics, Theorem 1.14), c-transforms, complementary  *)
(* slackness.                                                                  *)
(* What differs: finite sets instead of Polish spaces; values in an arbitrary  *)
(* ordered field, so minimum and maximum are exhibited, not taken as inf/sup.  *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport LinearProgramming.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* -- transport as a linear program ------------------------------------------ *)

Section Program.
Variables (R : realFieldType) (X Y : finType).
Variables (mu : X -> R) (nu : Y -> R) (c : X -> Y -> R).

Lemma sum_prod (F : X * Y -> R) : \sum_p F p = \sum_x \sum_y F (x, y).
Proof. by rewrite pair_bigA; apply: eq_bigr => -[]. Qed.

(* The variables are the cells (x, y), the equations the marginals.            *)
Let A (p : X * Y) (j : X + Y) : R :=
  match j with inl x => (p.1 == x)%:R | inr y => (p.2 == y)%:R end.
Let b (j : X + Y) : R := match j with inl x => mu x | inr y => nu y end.

Let pick (I : finType) (F : I -> R) i : \sum_k F k * (k == i)%:R = F i.
Proof.
rewrite (bigD1 i) //= eqxx mulr1 big1 ?addr0 // => k /negbTE ->.
by rewrite mulr0.
Qed.

Lemma coupling_feasible (pi : X -> Y -> R) :
  coupling mu nu pi -> primal_feasible A b (fun p => pi p.1 p.2).
Proof.
case=> p0 p1 p2; split=> [p|[x|y]] /=; first exact: p0.
  rewrite sum_prod /= exchange_big -p1; apply: eq_bigr => y _.
  by rewrite (pick (fun x => pi x y)).
rewrite sum_prod /= -p2; apply: eq_bigr => x _.
by rewrite (pick (fun y => pi x y)).
Qed.

Lemma feasible_coupling (p : X * Y -> R) :
  primal_feasible A b p -> coupling mu nu (fun x y => p (x, y)).
Proof.
case=> p0 pb; split=> [x y|x|y]; first exact: p0.
  have := pb (inl x); rewrite sum_prod /= exchange_big /= => <-.
  by apply: eq_bigr => y _; rewrite (pick (fun x => p (x, y))).
have := pb (inr y); rewrite sum_prod /= => <-.
by apply: eq_bigr => x _; rewrite (pick (fun y => p (x, y))).
Qed.

Let row (z : X + Y -> R) p : \sum_j A p j * z j = z (inl p.1) + z (inr p.2).
Proof.
rewrite big_sumType /=; under eq_bigr do rewrite mulrC eq_sym.
by under [X in _ + X]eq_bigr do rewrite mulrC eq_sym; rewrite !pick.
Qed.

Lemma strong_duality_aux :
  (forall x, 0 <= mu x) -> (forall y, 0 <= nu y) -> \sum_x mu x = \sum_y nu y ->
  exists pi f g, [/\ coupling mu nu pi, forall x y, f x + g y <= c x y &
                    cost c pi = dual mu nu f g].
Proof.
move=> m0 n0 mass; pose cc p := c p.1 p.2.
have fea := coupling_feasible (product_coupling m0 n0 mass).
pose z0 (j : X + Y) := if j is inl _ then - \sum_p `|cc p| else 0.
have dfea : dual_feasible A cc z0.
  move=> p; rewrite row addr0 ler_oppl (bigD1 p) //=.
  rewrite (le_trans (ler_norm (- cc p))) // normrN ler_addl.
  exact: sumr_ge0.
have [p [z [pf zf eq_pz]]] := lp_strong_duality fea dfea.
exists (fun x y => p (x, y)), (z \o inl), (z \o inr); split.
- exact: feasible_coupling.
- by move=> x y; have := zf (x, y); rewrite row.
- rewrite /cost /dual; rewrite sum_prod /= in eq_pz.
  rewrite {}eq_pz big_sumType /=.
  by congr (_ + _); apply: eq_bigr => i _; rewrite mulrC.
Qed.
(* Farkas for the marginals: without a coupling the dual is unbounded.         *)
Lemma coupling_or_separation :
  (exists pi, coupling mu nu pi) \/
  (exists f g, (forall x y, f x + g y <= 0) /\ 0 < dual mu nu f g).
Proof.
have [[l l0 lb]|[z zA zb]] := farkas A b.
  by left; exists (fun x y => l (x, y)); apply: feasible_coupling.
right; exists (z \o inl), (z \o inr); split=> [x y|].
  by have := zA (x, y); rewrite row.
move: zb; rewrite big_sumType /= /dual; congr (0 < _ + _);
  by apply: eq_bigr => i _; rewrite mulrC.
Qed.
End Program.

(* Strong duality: an optimal plan and optimal potentials exist, and agree.    *)
Theorem strong_duality (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (c : X -> Y -> R) :
  (forall x, 0 <= mu x) -> (forall y, 0 <= nu y) -> \sum_x mu x = \sum_y nu y ->
  exists pi f g,
    [/\ coupling mu nu pi,
        forall x y, f x + g y <= c x y &
        cost c pi = dual mu nu f g].
Proof. exact: strong_duality_aux. Qed.

(* The least cost OT(mu, nu, c) exists (in R: no completeness is needed).      *)
Corollary OT_exists (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (c : X -> Y -> R) :
  (forall x, 0 <= mu x) -> (forall y, 0 <= nu y) -> \sum_x mu x = \sum_y nu y ->
  exists w, is_OT c mu nu w.
Proof.
move=> m0 n0 mass.
have [pi [f [g [cpl fgc eq_cd]]]] := strong_duality c m0 n0 mass.
by exists (dual mu nu f g); exact: certificate_value cpl fgc eq_cd.
Qed.

(* w is the value of the dual problem: the greatest value of potentials below  *)
(* the cost, attained.                                                         *)
Definition is_dual_OT (R : realFieldType) (X Y : finType) (c : X -> Y -> R)
    (mu : X -> R) (nu : Y -> R) (w : R) : Prop :=
  (exists f g, (forall x y, f x + g y <= c x y) /\ dual mu nu f g = w) /\
  (forall f g, (forall x y, f x + g y <= c x y) -> dual mu nu f g <= w).

(* Kantorovich's duality: least cost = greatest dual value.  No premise is     *)
(* needed: if one side exists, so does the other.                              *)
Theorem kantorovich_duality (R : realFieldType) (X Y : finType) (mu : X -> R)
    (nu : Y -> R) (c : X -> Y -> R) (w : R) :
  is_OT c mu nu w <-> is_dual_OT c mu nu w.
Proof.
have dualD f g u v : dual mu nu (fun x => f x + u x) (fun y => g y + v y) =
    dual mu nu f g + dual mu nu u v.
  rewrite /dual addrACA -!big_split /=.
  by congr (_ + _); apply: eq_bigr => i _; rewrite mulrDl.
have both p : coupling mu nu p -> exists pi f g, [/\ coupling mu nu pi,
    forall x y, f x + g y <= c x y & cost c pi = dual mu nu f g].
  move=> cp; apply: strong_duality (coupling_mass cp).
    exact: coupling_fst_ge0 cp.
  exact: coupling_fst_ge0 (coupling_sym cp).
split=> [[[p cp <-] least]|[[f' [g' [fgc' <-]]] most]].
  have [pi [f [g [cpl fgc eq_cd]]]] := both p cp.
  have -> : cost c p = dual mu nu f g.
    by apply/eqP; rewrite eq_le -{1}eq_cd least //= (weak_duality cp fgc).
  split; first by exists f, g.
  by move=> u v uvc; rewrite -eq_cd; exact: weak_duality.
have [[p cp]|[u [v [uv0 uv_gt0]]]] := coupling_or_separation mu nu; last first.
  have := most (fun x => f' x + u x) (fun y => g' y + v y).
  rewrite dualD ger_addl leNgt uv_gt0 => /(_ _)/negP[] // x y.
  by rewrite addrACA -[c x y]addr0 ler_add.
have [pi [f [g [cpl fgc eq_cd]]]] := both p cp.
have -> : dual mu nu f' g' = cost c pi.
  by apply/eqP; rewrite eq_le (weak_duality cpl fgc') eq_cd most.
split; first by exists pi.
by move=> p' cp'; rewrite eq_cd; exact: weak_duality.
Qed.

(* Complementary slackness: a plan and feasible potentials have equal values   *)
(* if and only if the plan only uses cells where the potentials are tight.     *)
Theorem complementary_slackness (R : realFieldType) (X Y : finType)
    (mu : X -> R) (nu : Y -> R) (pi c : X -> Y -> R) (f : X -> R) (g : Y -> R) :
  coupling mu nu pi -> (forall x y, f x + g y <= c x y) ->
  cost c pi = dual mu nu f g <->
  (forall x y, 0 < pi x y -> f x + g y = c x y).
Proof.
move=> cpl fgc; rewrite (dual_coupling f g cpl); case: (cpl) => p0 _ _; split.
  move=> e x y pxy; apply/eqP; rewrite eq_sym -subr_eq0.
  have t0 u v : 0 <= (c u v - (f u + g v)) * pi u v.
    by rewrite mulr_ge0 // subr_ge0.
  have : \sum_u \sum_v (c u v - (f u + g v)) * pi u v == 0.
    apply/eqP; have e0 : cost c pi - cost (fun x y => f x + g y) pi = 0.
      by rewrite e subrr.
    rewrite -[RHS]e0 /cost -sumrB; apply: eq_bigr => u _; rewrite -sumrB.
    by apply: eq_bigr => v _; rewrite mulrBl.
  rewrite psumr_eq0 => [|u _]; last exact: sumr_ge0.
  move=> /allP /(_ x (mem_index_enum _)) /=.
  rewrite psumr_eq0 // => /allP /(_ y (mem_index_enum _)) /=.
  by rewrite mulf_eq0 (gt_eqF pxy) orbF.
move=> tight; apply: eq_bigr => x _; apply: eq_bigr => y _.
have [/tight -> //|npxy] := boolP (0 < pi x y).
suff -> : pi x y = 0 by rewrite !mulr0.
by apply/eqP; rewrite eq_le p0 andbT leNgt.
Qed.

(* -- Kantorovich-Rubinstein -------------------------------------------------- *)

(* f is 1-Lipschitz for d.                                                     *)
Definition lip1 (R : realFieldType) (X : finType) (d : X -> X -> R)
    (f : X -> R) : Prop :=
  forall x y, `|f x - f y| <= d x y.

(* w is the greatest value of  int f dmu - int f dnu  over 1-Lipschitz f,      *)
(* and it is attained.                                                         *)
Definition is_KR (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu : X -> R) (w : R) : Prop :=
  (exists2 f, lip1 d f & \sum_x f x * mu x - \sum_x f x * nu x = w) /\
  (forall f, lip1 d f -> \sum_x f x * mu x - \sum_x f x * nu x <= w).

(* A 1-Lipschitz f gives the potentials (f, -f).                               *)
Lemma lip1_weak (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu : X -> R) (pi : X -> X -> R) (f : X -> R) :
  lip1 d f -> coupling mu nu pi ->
  \sum_x f x * mu x - \sum_x f x * nu x <= cost d pi.
Proof.
move=> lf cpl; have fd x y : f x + - f y <= d x y.
  exact: le_trans (ler_norm _) (lf x y).
have := weak_duality (g := fun y => - f y) cpl fd.
by rewrite /dual; under [X in _ + X]eq_bigr do rewrite mulNr; rewrite sumrN.
Qed.

(* f x - f y <= d x y for all x, y; if d is symmetric, f is 1-Lipschitz.       *)
Definition lip_forward (R : realFieldType) (X : finType) (d : X -> X -> R)
    (f : X -> R) : Prop :=
  forall x y, f x - f y <= d x y.

(* The c-transform of g,  h x = min_y (d x y - g y),  improves the potentials: *)
(* h x - h y <= d x y, f <= h, and g <= -h.                                    *)
Lemma c_transform_forward (R : realFieldType) (X : finType) (d : X -> X -> R)
    (f g : X -> R) :
  (forall x, d x x = 0) -> (forall x y z, d x z <= d x y + d y z) ->
  (forall x y, f x + g y <= d x y) ->
  exists2 h, lip_forward d h & forall x, f x <= h x /\ g x <= - h x.
Proof.
move=> d0 dt fgd; case: (pickP (mem X)) => [x0 _|X0]; last first.
  by exists f => x; have := X0 x.
pose m x := [arg min_(y < x0 | xpredT y) (d x y - g y)]%O.
pose h x := d x (m x) - g (m x).
have hP x y : h x <= d x y - g y by rewrite /h /m; case: arg_minP => // i _; exact.
have hL x y : h x - h y <= d x y.
  rewrite ler_subl_addr (le_trans (hP x (m y))) // /h addrA ler_sub //.
exists h => // x; split; first by rewrite /h ler_subr_addr.
by rewrite ler_oppr (le_trans (hP x x)) // d0 add0r.
Qed.

(* With a symmetric d, h is 1-Lipschitz.                                       *)
Lemma c_transform (R : realFieldType) (X : finType) (d : X -> X -> R)
    (f g : X -> R) :
  (forall x, d x x = 0) -> (forall x y, d x y = d y x) ->
  (forall x y z, d x z <= d x y + d y z) ->
  (forall x y, f x + g y <= d x y) ->
  exists2 h, lip1 d h & forall x, f x <= h x /\ g x <= - h x.
Proof.
move=> d0 ds dt fgd; have [h hL fgh] := c_transform_forward d0 dt fgd.
by exists h => // x y; rewrite ler_norml hL ler_oppl opprB ds hL.
Qed.

(* Kantorovich-Rubinstein, existence: some coupling and some 1-Lipschitz       *)
(* function have the same value; by `lip1_weak` both are optimal.              *)
Theorem kantorovich_rubinstein_attained (R : realFieldType) (X : finType)
    (d : X -> X -> R) (mu nu : X -> R) :
  (forall x, d x x = 0) -> (forall x y, d x y = d y x) ->
  (forall x y z, d x z <= d x y + d y z) ->
  (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
  exists pi f, [/\ coupling mu nu pi, lip1 d f &
                  cost d pi = \sum_x f x * mu x - \sum_x f x * nu x].
Proof.
move=> d0 ds dt m0 n0 mass.
have [pi [f [g [cpl fgd eq_cd]]]] := strong_duality d m0 n0 mass.
have [h lh fgh] := c_transform d0 ds dt fgd.
exists pi, h; split=> //; apply/eqP; rewrite eq_le (lip1_weak lh cpl) andbT.
rewrite eq_cd /dual -sumrN; apply: ler_add; apply: ler_sum => x _.
  by apply: ler_wpmul2r => //; case: (fgh x).
by rewrite -mulNr; apply: ler_wpmul2r => //; case: (fgh x).
Qed.

(* Kantorovich-Rubinstein: W_1(mu, nu) = max over 1-Lipschitz f of             *)
(* int f dmu - int f dnu.                                                      *)
Theorem kantorovich_rubinstein (R : realFieldType) (X : finType)
    (d : X -> X -> R) (mu nu : X -> R) (w : R) :
  (forall x, d x x = 0) -> (forall x y, d x y = d y x) ->
  (forall x y z, d x z <= d x y + d y z) ->
  (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
  is_OT d mu nu w <-> is_KR d mu nu w.
Proof.
move=> d0 ds dt m0 n0 mass.
have [pi [f [cpl lf eq_cf]]] := kantorovich_rubinstein_attained d0 ds dt m0 n0 mass.
split=> [[[p cp <-] least]|[[f' lf' <-] most]].
  have -> : cost d p = \sum_x f x * mu x - \sum_x f x * nu x.
    by apply/eqP; rewrite eq_le -{1}eq_cf least //= lip1_weak.
  split; first by exists f.
  by move=> f' lf'; rewrite -eq_cf lip1_weak.
have -> : \sum_x f' x * mu x - \sum_x f' x * nu x = cost d pi.
  by apply/eqP; rewrite eq_le (lip1_weak lf' cpl) eq_cf most.
split; first by exists pi.
by move=> p cp; rewrite eq_cf; exact: lip1_weak lf cp.
Qed.

(* -- Kantorovich-Rubinstein without symmetry ---------------------------------- *)

(* w is the greatest value of  int f dmu - int f dnu  over the f with          *)
(* f x - f y <= d x y for all x, y, and it is attained.                        *)
Definition is_KR_forward (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu : X -> R) (w : R) : Prop :=
  (exists2 f, lip_forward d f & \sum_x f x * mu x - \sum_x f x * nu x = w) /\
  (forall f, lip_forward d f -> \sum_x f x * mu x - \sum_x f x * nu x <= w).

Lemma lip_forward_weak (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu : X -> R) (pi : X -> X -> R) (f : X -> R) :
  lip_forward d f -> coupling mu nu pi ->
  \sum_x f x * mu x - \sum_x f x * nu x <= cost d pi.
Proof.
move=> lf cpl; have := weak_duality (g := fun y => - f y) cpl lf.
by rewrite /dual; under [X in _ + X]eq_bigr do rewrite mulNr; rewrite sumrN.
Qed.

(* The least cost is the greatest difference of the means, for a d that need   *)
(* not be symmetric: d x y is the price of moving mass from x to y.            *)
Theorem kantorovich_rubinstein_forward (R : realFieldType) (X : finType)
    (d : X -> X -> R) (mu nu : X -> R) (w : R) :
  (forall x, d x x = 0) -> (forall x y z, d x z <= d x y + d y z) ->
  (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
  is_OT d mu nu w <-> is_KR_forward d mu nu w.
Proof.
move=> d0 dt m0 n0 mass.
have [pi [f [g [cpl fgd eq_cd]]]] := strong_duality d m0 n0 mass.
have [h lh fgh] := c_transform_forward d0 dt fgd.
have e : cost d pi = \sum_x h x * mu x - \sum_x h x * nu x.
  apply/eqP; rewrite eq_le (lip_forward_weak lh cpl) andbT.
  rewrite eq_cd /dual -sumrN; apply: ler_add; apply: ler_sum => x _.
    by apply: ler_wpmul2r => //; case: (fgh x).
  by rewrite -mulNr; apply: ler_wpmul2r => //; case: (fgh x).
split=> [[[p cp <-] least]|[[f' lf' <-] most]].
  have -> : cost d p = \sum_x h x * mu x - \sum_x h x * nu x.
    by apply/eqP; rewrite eq_le -{1}e least //= lip_forward_weak.
  split; first by exists h.
  by move=> f' lf'; rewrite -e lip_forward_weak.
have -> : \sum_x f' x * mu x - \sum_x f' x * nu x = cost d pi.
  by apply/eqP; rewrite eq_le (lip_forward_weak lf' cpl) e most.
split; first by exists pi.
by move=> p cp; rewrite e; exact: lip_forward_weak lh cp.
Qed.

(* The Lipschitz constant of f, the greatest (f x - f y) / d x y over x <> y;  *)
(* 0 on a set of one point.  On a larger set the greatest quotient is not      *)
(* negative for d > 0 off the diagonal, so that the 0 changes nothing.         *)
Definition lip_norm (R : realFieldType) (X : finType) (d : X -> X -> R)
    (f : X -> R) : R :=
  \big[Num.max/0]_(z : X * X | z.1 != z.2) ((f z.1 - f z.2) / d z.1 z.2).

Lemma big_max_ge0 (R : realFieldType) (I : eqType) (r : seq I) (P : pred I)
    (F : I -> R) : 0 <= \big[Num.max/0]_(i <- r | P i) F i.
Proof.
elim: r => [|i r IH]; first by rewrite big_nil.
by rewrite big_cons; case: ifP => // _; rewrite le_maxr IH orbT.
Qed.

Lemma le_big_max (R : realFieldType) (I : eqType) (r : seq I) (P : pred I)
    (F : I -> R) i : i \in r -> P i -> F i <= \big[Num.max/0]_(j <- r | P j) F j.
Proof.
elim: r => [//|j r IH]; rewrite inE big_cons => /predU1P[<- Pi|ir Pi].
  by rewrite Pi le_maxr lexx.
by case: ifP => _; rewrite ?le_maxr IH ?orbT.
Qed.

(* Every function bounds the distance from below; the triangle inequality is   *)
(* not needed for it.                                                          *)
Theorem lip_norm_weak (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu f : X -> R) (w : R) :
  (forall x, 0 <= d x x) -> (forall x y, x != y -> 0 < d x y) ->
  is_OT d mu nu w ->
  \sum_x f x * mu x - \sum_x f x * nu x <= lip_norm d f * w.
Proof.
move=> d0 dpos [[pi cpl <-] _]; pose L := lip_norm d f; rewrite -/L.
have L0 : 0 <= L := big_max_ge0 _ _ _.
have -> : L * cost d pi = cost (fun x y => L * d x y) pi.
  rewrite /cost mulr_sumr; apply: eq_bigr => x _; rewrite mulr_sumr.
  by apply: eq_bigr => y _; rewrite mulrA.
apply: lip_forward_weak cpl => x y; have [<-|nxy] := eqVneq x y.
  by rewrite subrr mulr_ge0.
rewrite -ler_pdivr_mulr ?dpos //.
exact: (le_big_max (fun z => (f z.1 - f z.2) / d z.1 z.2) (mem_index_enum (x, y)) nxy).
Qed.
