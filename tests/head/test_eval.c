#include "head/outline_tools.h"
#include <time.h>
#define F_USED dl
#include "head/frame_tools.h"
#include "../../src/head/rim.h"
extern void (*head_debug)(const head_rim*, const double*, const double*);
static man m; static int dbg_view; static int dbg_set;
static void dot(uint8_t*px,int w,int h,double x,double y,int r,int g,int b){ for(int j=-1;j<=1;j++)for(int i=-1;i<=1;i++){int a=(int)(x+0.5)+i,c=(int)(y+0.5)+j; if(a<0||c<0||a>=w||c>=h) continue; uint8_t*p=px+3*(c*w+a); p[0]=(uint8_t)r;p[1]=(uint8_t)g;p[2]=(uint8_t)b;} }
static void dbg(const head_rim*rim,const double*off,const double*sure){ const scalp_image*im=&m.photo[dbg_view]; int w=im->width,h=im->height; uint8_t*px=malloc((size_t)(w*h*3)); memcpy(px,im->pixels,(size_t)(w*h*3));
 for(size_t i=0;i<rim->count;i++){ double x=rim->at[i].x/2,y=rim->at[i].y/2; dot(px,w,h,x,y,255,0,0); if(sure[i]>0){ double k=off[i]/2; int c=(int)(255*sure[i]); dot(px,w,h,x+k*rim->outward[i].x,y+k*rim->outward[i].y,sure[i]>0.35?0:255,c,sure[i]>0.35?0:255);} }
 char n[100]; snprintf(n,100,"/tmp/hf/dbg_%d_%d.ppm",dbg_set,dbg_view); FILE*f=fopen(n,"wb"); fprintf(f,"P6 %d %d 255\n",w,h); fwrite(px,1,(size_t)(w*h*3),f); fclose(f); free(px); dbg_view++; }
 static check_work w;
static double secs(void){struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID,&t); return t.tv_sec+1e-9*t.tv_nsec;}
int main(int argc,char**argv){
  int seeds = argc>1?atoi(argv[1]):4; int mode=argc>2?atoi(argv[2]):0; /*0 breadth only*/
  scalp_error oe={0}; if(scalp_codec_images_open(1,&oe)) return 1;
  check_work_open(&w,0);
  CHECK(man_read(check_shared(),&w.work,&m));
  printf("scan fit rms %.2f lm %.2f size %.1f x %.1f g %.1f origin %.1f %.1f %.1f\n",m.fit.rms_mm,m.fit.landmarks_mm,m.fit.size.length_mm,m.fit.size.breadth_mm,m.fit.size.circumference_mm,m.fit.origin.x,m.fit.origin.y,m.fit.origin.z);
  const scalp_head_measures given={.breadth_mm=154.7,.length_mm=mode==1?205.7:0};
  const scalp_head_measures all={.breadth_mm=154.7,.length_mm=205.7}; scalp_head std; scalp_error ee={0}; if(scalp_head_make(&all,"male",&w.work,&std,&ee)) return 1;
  for(int set=0;set<7;set++){
    int first=set<5?set:0,last=set<5?set+1:set==5?3:5;
    for(int photo=0;photo<2;photo++){
      double worst[5]={0},sum[5]={0}; int fails=0;
      for(int s=0;s<seeds;s++){
        scalp_view views[5]; scalp_vec2 room[5][MAN_MIDLINE]; int n=0;
        for(int v=first;v<last;v++){ views[n]=man_clicks(&m,v,2,100+s,room[n]); if(!photo) views[n].photo=NULL; n++; }
        scalp_fit fit; scalp_error e={0};
        scalp_arena_mark mark=scalp_arena_here(w.work.memory);
        head_debug=photo&&s==0?dbg:NULL; dbg_view=first; dbg_set=set;
        double t0=secs();
        if(scalp_fit_make(&given,"male",views,n,&w.work,&fit,&e)!=SCALP_OK){ printf("set %d: %s\n",set,e.message); fails++; scalp_arena_return(w.work.memory,mark); continue;}
        double t=secs()-t0;
        if(s<3||mode>1) printf(" set %d photo %d seed %d %.2fs L %.1f B %.1f C %.1f H %.1f modes",set,photo,s,t,fit.measures.length_mm,fit.measures.breadth_mm,fit.measures.circumference_mm,fit.measures.tragion_vertex_mm);
        if(s<3) for(int k=0;k<6;k++) printf(" %.1f",fit.form.modes[k]);
        for(int i=0;i<n;i++){ double d=man_turn_error(&m,first+i,&fit.views[i].camera); scalp_mat3 L=frame_marks(&m,std.landmarks),F=frame_marks(&m,fit.head.landmarks),I=frame_surface(&m,&fit.head,&w.work,NULL,NULL); double dl=frame_error(&m,first+i,&L,&fit.views[i].camera),df=frame_error(&m,first+i,&F,&fit.views[i].camera),di=frame_error(&m,first+i,&I,&fit.views[i].camera); (void)di; scalp_mat3 D={{{0}}}; { scalp_mat3 ex={{{0}}}; for(int a=0;a<3;a++)for(int b=0;b<3;b++)for(int k=0;k<3;k++) ex.m[a][b]+=m.camera[first+i].rotation.m[a][k]*L.m[b][k]; for(int a=0;a<3;a++)for(int b=0;b<3;b++)for(int k=0;k<3;k++) D.m[a][b]+=fit.views[i].camera.rotation.m[a][k]*ex.m[b][k]; } double q=90/SCALP_PI;
 if(s<3) printf(" [S %.2f L %.2f F %.2f; x %.1f y %.1f z %.1f]",d,dl,df,(D.m[2][1]-D.m[1][2])*q,(D.m[0][2]-D.m[2][0])*q,(D.m[1][0]-D.m[0][1])*q); d=F_USED; sum[i]+=d; worst[i]=fmax(worst[i],d);
          if(s<3) printf(" | %.2f (sd %.2f) lm %.1fmm out %.0f %.2f %.2f%s",d,fit.views[i].rotation_sd_deg,fit.views[i].rms_mm,fit.views[i].outline_seen_mm,fit.views[i].outline_rms_mm,fit.views[i].outline_max_mm,fit.views[i].outline_refused?" REFUSED":""); }
        { double a,b,c,d; frame_by_camera(&m,first,&fit.views[0].camera,&fit.head,&w.work,&a,&b); frame_by_surface(&m,&fit.head,&w.work,first,&c,&d,frame_by_marks(&m,fit.head.landmarks),25); if(s<3) printf(" scalp camera %.2f seen %.2f; shape %.2f seen %.2f",a,b,c,d); }
        if(s<3) puts("");
        scalp_arena_return(w.work.memory,mark);
      }
      printf("set %d photo %d fails %d:",set,photo,fails); for(int i=0;i<last-first;i++) printf(" mean %.2f worst %.2f",sum[i]/(seeds-fails),worst[i]); puts("");
    }
  }
  return 0;
}
